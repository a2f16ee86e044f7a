import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCertificate, pemOf } from '#terraform/wire/certificate.ts';
import { handshakeLine, readHandshake } from '#terraform/wire/handshake.ts';
import { logLine } from '#terraform/wire/log.ts';

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

describe('the certificate', () => {
  it('is one of localhost, signed by its own key, valid now and in 2050', () => {
    for (const year of ['2026-11-23', '2049-12-31', '2051-01-01']) {
      const now = Date.parse(year);
      const { pem, der } = createCertificate(now);
      const certificate = new X509Certificate(pem);
      expect(certificate.raw.equals(der)).toBe(true);
      expect(certificate.subjectAltName).toBe('DNS:localhost');
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(Date.parse(certificate.validFrom)).toBeLessThanOrEqual(now);
      expect(Date.parse(certificate.validTo)).toBeGreaterThan(now + 300 * 86_400_000);
      expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    }
  });

  it('has no blank line in its PEM, whatever its length', () => {
    for (let length = 380; length < 440; length++) {
      expect(pemOf(Buffer.alloc(length, 7))).not.toMatch(/\n\n/);
    }
  });
});

describe('the handshake', () => {
  const asked = { TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: '5,6' };

  it('knows Terraform by its cookie and its protocol', () => {
    expect(readHandshake(asked)).toEqual({});
    expect(readHandshake({ ...asked, PLUGIN_CLIENT_CERT: 'pem' })).toEqual({ clientCertificate: 'pem' });
    expect(readHandshake({})).toContain('plugin of Terraform and OpenTofu');
    expect(readHandshake({ ...asked, PLUGIN_PROTOCOL_VERSIONS: '4,5' })).toContain('protocol 6 is needed');
  });

  it('is one line, with the certificate in base64 without padding', () => {
    const address = { network: 'unix', address: '/tmp/x.sock' } as const;
    expect(handshakeLine(address, Buffer.from('ab'))).toBe('1|6|unix|/tmp/x.sock|grpc|YWI\n');
    expect(handshakeLine(address, undefined)).toBe('1|6|unix|/tmp/x.sock|grpc\n');
  });
});

describe('a line of the log', () => {
  it('is what hclog reads: level, text, and a time with six digits', () => {
    const line = logLine('warn', 'took back 5', new Date('2026-11-23T10:00:00.123Z'), { call: 'Plan' });
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      '@level': 'warn',
      '@message': 'took back 5',
      '@timestamp': '2026-11-23T10:00:00.123000Z',
      call: 'Plan',
    });
  });

  it('cannot be broken by its fields', () => {
    expect(JSON.parse(logLine('info', 'a\nb', new Date(0), { '@message': 5 }))).toMatchObject({
      '@message': 'a\nb',
    });
  });
});

describe('the messages', () => {
  it('have the numbers of the protocol that matter most', () => {
    const proto = readFileSync('provider/terraform/wire/plugin.proto', 'utf8');
    for (const field of [
      'bytes planned_private = 3',
      'bool write_only = 11',
      'SchemaObject nested_type = 10',
    ]) {
      expect(proto).toContain(field);
    }
  });
});
