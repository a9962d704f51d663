import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface TestCertificates {
  /** The authority that signed both. */
  readonly authority: string;
  readonly server: CertificateFiles;
  readonly client: CertificateFiles;
}

/** An authority of its own and two certificates, made by openssl in `directory`. RSA, because DCMTK wants DHE or RSA. */
export function makeCertificates(directory: string): TestCertificates {
  const authority = join(directory, 'ca.crt');
  const authorityKey = join(directory, 'ca.key');
  openssl(['req', '-x509', ...rsa, '-subj', '/CN=Test CA', '-keyout', authorityKey, '-out', authority]);
  const issue = (name: string): CertificateFiles => {
    const certificate = join(directory, `${name}.crt`);
    const key = join(directory, `${name}.key`);
    const issuer = ['-CA', authority, '-CAkey', authorityKey];
    const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    openssl(['req', '-x509', ...rsa, ...issuer, ...names, '-keyout', key, '-out', certificate]);
    return { certificate, key };
  };
  return { authority, server: issue('server'), client: issue('client') };
}

const rsa = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}
