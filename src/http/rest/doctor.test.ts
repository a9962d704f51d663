import { readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { makeCertificates } from '../../../test/support/certificates.ts';
import { TemporaryDirectory } from '../../../test/support/temp.ts';
import { judgeCertificate, judgeFileSystem } from './doctor.ts';

it('a database on a network drive is a problem, one on a local disk is not', () => {
  expect(judgeFileSystem(statfsSync(tmpdir()).type).status).toBe('ok');
  expect(judgeFileSystem(0x6969)).toMatchObject({
    status: 'problem',
    ...{ finding: 'database-network', params: { type: 'NFS' } },
  });
  // 32 bits with the highest set come as a negative number on some platforms.
  expect(judgeFileSystem(0xfe534d42 | 0).status).toBe('problem');
});

it('a certificate is judged by its dates', () => {
  using directory = new TemporaryDirectory('doctor');
  const pem = readFileSync(makeCertificates(directory.path).server.certificate);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  expect(judgeCertificate(pem, inDays(0)).status).toBe('warning');
  expect(judgeCertificate(pem, inDays(3)).status).toBe('problem');
  expect(judgeCertificate(pem, inDays(-3)).status).toBe('problem');
  expect(judgeCertificate(pem, inDays(-0.001)).finding).toMatch(/^certificate-(early|ends)$/);
});
