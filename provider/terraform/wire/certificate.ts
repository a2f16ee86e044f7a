import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and a certificate for one run, in the forms that TLS and go-plugin's handshake take. */
export interface Certificate {
  keyPem: string;
  pem: string;
  der: Buffer;
}

const DAY_MS = 86_400_000;
/** Object identifiers in DER: ecdsa-with-SHA256, commonName, subjectAltName, extendedKeyUsage, serverAuth. */
const ECDSA_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
const EXTENDED_KEY_USAGE = Buffer.from('0603551d25', 'hex');
const SERVER_AUTH = Buffer.from('06082b06010505070301', 'hex');
const HOST = 'localhost';

/**
 * A self-signed P-256 certificate for localhost, valid from yesterday for a year. The structure is that of
 * X.509 (RFC 5280); go-plugin's client pins it, so nothing else vouches for it.
 */
export function createCertificate(now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(HOST)))));
  const body = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    tagged(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(15)])),
    sequence(ECDSA_SHA256),
    name,
    sequence(time(now - DAY_MS), time(now + 365 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(altName(HOST), keyUsage())),
  );
  const signature = sign('sha256', body, { key: privateKey, dsaEncoding: 'der' });
  const der = sequence(body, sequence(ECDSA_SHA256), bitString(signature));
  return { der, pem: pemOf(der), keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

/** Lines of 64 characters and no blank one before the end, which OpenSSL would refuse. */
export function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function altName(host: string): Buffer {
  return sequence(SUBJECT_ALT_NAME, tagged(0x04, sequence(tagged(0x82, Buffer.from(host)))));
}

function keyUsage(): Buffer {
  return sequence(EXTENDED_KEY_USAGE, tagged(0x04, sequence(SERVER_AUTH)));
}

/** RFC 5280 wants two digits of the year until 2049 and four from 2050 on. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.of(0), bytes);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}
