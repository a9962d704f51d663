import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTlsClient, loadTlsServer, tlsProblems } from './index.ts';

const directory = mkdtempSync(join(tmpdir(), 'isocenter-tls-'));
afterAll(() => rmSync(directory, { recursive: true }));

function selfSigned(name: string): { certificate: string; key: string } {
  const certificate = join(directory, `${name}.crt`);
  const key = join(directory, `${name}.key`);
  const subject = ['-subj', `/CN=${name}`, '-days', '2', '-nodes'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return { certificate, key };
}

describe('TLS material', () => {
  it('loads a certificate with its key, nothing older than TLS 1.2', () => {
    const material = loadTlsServer({ ...selfSigned('one'), clientCertificates: 'require' });
    expect(material).toMatchObject({ minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true });
    expect(material.ciphers).not.toMatch(/CBC|SHA:|RC4|3DES/);
  });

  it('has ciphers that this OpenSSL knows', () => {
    expect(() => createSecureContext(loadTlsClient({}))).not.toThrow();
  });

  it('refuses a key of another certificate, a missing file and text that is no PEM', () => {
    const one = selfSigned('one');
    const other = selfSigned('other');
    const noPem = join(directory, 'no.pem');
    writeFileSync(noPem, 'no PEM');
    expect(() => loadTlsServer({ ...one, key: other.key })).toThrow(/cannot be used/);
    expect(() => loadTlsServer({ ...one, key: join(directory, 'absent') })).toThrow(
      /cannot be read \(ENOENT\)/,
    );
    expect(() => loadTlsServer({ ...one, certificate: noPem })).toThrow(/cannot be used/);
  });

  it('names every file that cannot be read at once', () => {
    const one = selfSigned('named');
    expect(tlsProblems(one)).toEqual([]);
    const absent = join(directory, 'absent');
    expect(tlsProblems({ certificate: absent, key: absent, authorities: absent })).toHaveLength(3);
    expect(tlsProblems({ ...one, key: selfSigned('of another').key })).toEqual([
      expect.stringContaining('cannot be used'),
    ]);
  });
});
