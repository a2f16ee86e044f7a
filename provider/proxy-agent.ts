/** A module of its own, loaded only where there is a proxy: undici is CommonJS, whose names a bundle cannot import later. */
export { EnvHttpProxyAgent } from 'undici';
