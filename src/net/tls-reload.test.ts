import { X509Certificate } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../test/support/certificates.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { type Logger, silentLogger } from '../base/index.ts';
import { reloadTls } from './tls-reload.ts';

const directory = new TemporaryDirectory('tls-reload');
afterAll(() => directory.remove());
const [first, second] = [1, 2].map((n) => {
  const folder = new TemporaryDirectory(`tls-${n}`);
  afterAll(() => folder.remove());
  return makeCertificates(folder.path).server;
}) as [{ certificate: string; key: string }, { certificate: string; key: string }];

const serialOf = (pem: unknown): string => new X509Certificate(String(pem)).serialNumber;

describe('TLS files that change', () => {
  const certificate = directory.join('server.crt');
  const key = directory.join('server.key');
  const lines: [object, string][] = [];
  const note = (fields: object, text: string): void => void lines.push([fields, text]);
  const logger = { ...silentLogger, info: note, warn: note } as Logger;
  const applied: string[] = [];
  let end = (): void => {};
  afterEach(() => {
    end();
    lines.length = 0;
    applied.length = 0;
  });

  function begin(): void {
    for (const [from, to] of [
      [first.certificate, certificate],
      [first.key, key],
    ] as const) {
      rmSync(to, { force: true });
      cpSync(from, to);
    }
    end = reloadTls({
      files: { certificate, key },
      apply: ({ cert }) => applied.push(serialOf(cert)),
      logger,
      door: 'https',
      everyMs: 20,
    });
  }

  const settled = (): Promise<void> => expect.poll(() => lines.length, { timeout: 15_000 }).toBe(1);

  it('are taken into use', async () => {
    begin();
    cpSync(second.certificate, certificate);
    cpSync(second.key, key);
    await expect.poll(() => applied).toContain(serialOf(readFileSync(second.certificate)));
  });

  it('are taken when a link leads to others, as certificate programs do it', async () => {
    begin();
    rmSync(certificate);
    rmSync(key);
    symlinkSync(second.certificate, `${certificate}.new`);
    symlinkSync(second.key, `${key}.new`);
    renameSync(`${certificate}.new`, certificate);
    renameSync(`${key}.new`, key);
    await expect.poll(() => applied).toContain(serialOf(readFileSync(second.certificate)));
  });

  it.each([
    ['no PEM', () => writeFileSync(certificate, 'no PEM')],
    ['a certificate of another key', () => cpSync(second.certificate, certificate)],
    ['nothing', () => rmSync(certificate)],
  ])('are left when they are %s, which is said once', async (_what, damage) => {
    begin();
    damage();
    await settled();
    expect(lines[0]).toEqual([
      { door: 'https', reason: expect.stringMatching(/TLS certificate/) },
      'the TLS files have changed and cannot be used; the old ones stay in use',
    ]);
    expect(applied).toEqual([]);
  });
});
