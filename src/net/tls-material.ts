import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { asIsocenterError, IsocenterError } from '../base/index.ts';

/** Where keys and certificates lie, all PEM. */
export interface TlsClientFiles {
  /** Our certificate, intermediates behind it; with `key` or not at all. */
  readonly certificate?: string;
  readonly key?: string;
  /** Authorities that peers are verified against. Default: those of Node. */
  readonly authorities?: string;
}

export interface TlsServerFiles extends TlsClientFiles {
  readonly certificate: string;
  readonly key: string;
  /** Ask clients for a certificate ('request'), or refuse those without a valid one ('require'). */
  readonly clientCertificates?: 'none' | 'request' | 'require';
}

export interface TlsServerMaterial extends SecureContextOptions {
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
}

/**
 * The BCP 195 TLS profile (PS3.15 B.9, RFC 9325): TLS 1.2 with forward secrecy and AEAD, and TLS 1.3. Nothing older
 * and no fallback; a peer that cannot do this belongs on the plain port behind a tunnel of its own.
 */
const bcp195 = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'DHE-RSA-AES256-GCM-SHA384',
    'DHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
  honorCipherOrder: true,
  dhparam: 'auto',
} as const satisfies SecureContextOptions;

/**
 * Options for a TLS server. Reads the files anew on every call, so reloading is calling it again. Throws
 * config/invalid when a file is missing, no PEM, or the key does not fit the certificate.
 */
export function loadTlsServer(files: TlsServerFiles): TlsServerMaterial {
  const { clientCertificates = 'none' } = files;
  return {
    ...load(files),
    requestCert: clientCertificates !== 'none',
    rejectUnauthorized: clientCertificates === 'require',
  };
}

/** Everything that keeps `loadTlsServer` from working, in words. */
export function tlsProblems(files: TlsServerFiles): string[] {
  const named = [
    [files.certificate, 'TLS certificate'],
    [files.key, 'TLS key'],
    [files.authorities, 'TLS authorities'],
  ] as const;
  const unreadable = named.flatMap(([path, what]) =>
    path === undefined ? [] : problemsOf(() => readPem(path, what)),
  );
  return unreadable.length > 0 ? unreadable : problemsOf(() => loadTlsServer(files));
}

function problemsOf(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return [String(asIsocenterError(error).params.problems)];
  }
}

/** Options for a TLS client; the server is always verified. Throws like `loadTlsServer`. */
export function loadTlsClient(files: TlsClientFiles): SecureContextOptions {
  return load(files);
}

function load({ certificate, key, authorities }: TlsClientFiles): SecureContextOptions {
  const material: SecureContextOptions = {
    ...bcp195,
    ...(certificate !== undefined && { cert: readPem(certificate, 'TLS certificate') }),
    ...(key !== undefined && { key: readPem(key, 'TLS key') }),
    ...(authorities !== undefined && { ca: readPem(authorities, 'TLS authorities') }),
  };
  verify(material);
  return material;
}

function readPem(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new IsocenterError(
      'config/invalid',
      { problems: `${what} ${path} cannot be read (${code})` },
      error,
    );
  }
}

function verify(material: SecureContextOptions): void {
  try {
    createSecureContext(material);
  } catch (error) {
    const problems = `the TLS certificate and key cannot be used: ${(error as Error).message}`;
    throw new IsocenterError('config/invalid', { problems }, error);
  }
}
