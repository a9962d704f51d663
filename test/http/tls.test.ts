/** The HTTPS port of a running server, asked by real TLS clients. */
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { get } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { freePort } from '../support/ports.ts';
import { waitFor } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const directories = [new TemporaryDirectory('https'), new TemporaryDirectory('https-next')] as const;
const certificate = directories[0].join('live.crt');
const key = directories[0].join('live.key');

let made: readonly [TestCertificates, TestCertificates];
let server: IsocenterServer;
let port: number;
beforeAll(async () => {
  made = [makeCertificates(directories[0].path), makeCertificates(directories[1].path)];
  use(made[0]);
  port = await freePort();
  const files = ['--http-tls-certificate', certificate, '--http-tls-key', key];
  server = await startIsocenter({ args: ['--http-tls-port', String(port), ...files] });
});
afterAll(async () => {
  await server.stop();
  for (const directory of directories) directory.remove();
});

function use({ server: next }: TestCertificates): void {
  cpSync(next.certificate, certificate);
  cpSync(next.key, key);
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Over a connection of its own. */
function ask(path: string, ca: string, headers = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', servername: 'localhost', port, path, headers };
    get({ ...target, ca: readFileSync(ca), agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode, headers: response.headers, text });
    }).on('error', reject);
  });
}

/** Whatever certificate it shows. */
async function connected(): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
}

/** The certificate that the port shows now. */
async function shownSerial(): Promise<string> {
  const socket = await connected();
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

describe('the HTTPS port', () => {
  it('answers as the plain one does, which stays open', async () => {
    const secure = await ask('/health', made[0].authority);
    const plain = await fetch(`http://127.0.0.1:${server.httpPort}/health`);
    expect(secure.status).toBe(200);
    expect(JSON.parse(secure.text)).toMatchObject({ status: 'ok' });
    expect(await plain.json()).toEqual(JSON.parse(secure.text));
    expect(secure.headers['x-content-type-options']).toBe('nosniff');
  });

  it('knows that it is encrypted: people may log in', async () => {
    const host = { host: 'images.example.org' };
    const { text } = await ask('/login', made[0].authority, host);
    expect(text).toContain('name="password"');
    expect(text).not.toContain('not encrypted');
  });

  it('makes browsers come back with TLS, but not to other programs of this machine', async () => {
    const hsts = async (host: string) =>
      (await ask('/health', made[0].authority, { host })).headers['strict-transport-security'];
    expect(await hsts('images.example.org')).toBe('max-age=31536000');
    expect(await hsts(`localhost:${port}`)).toBeUndefined();
    const plain = await fetch(`http://127.0.0.1:${server.httpPort}/health`);
    expect(plain.headers.get('strict-transport-security')).toBeNull();
  });

  it('has nothing older than TLS 1.2', async () => {
    const outcome = new Promise((resolve) => {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...old }, () => resolve('connected')).on(
        'error',
        (error) => resolve(error.message),
      );
    });
    expect(await outcome).toMatch(/protocol version/);
  });

  it('closes on who speaks no TLS, and goes on', async () => {
    const closed = new Promise<string>((resolve) => {
      let text = '';
      const socket = connectPlain(port, '127.0.0.1', () =>
        socket.write('GET /health HTTP/1.1\r\nHost: a\r\n\r\n'),
      );
      socket.on('data', (bytes) => (text += bytes.toString('latin1')));
      socket.on('error', () => {});
      socket.on('close', () => resolve(text));
    });
    expect(await closed).not.toContain('200 OK');
    expect((await ask('/health', made[0].authority)).status).toBe(200);
  });

  it('takes a renewed certificate without a restart; who is connected stays connected', async () => {
    const early = await connected();
    const before = await shownSerial();
    use(made[1]);
    await waitFor('the new certificate', async () => (await shownSerial()) !== before, { timeoutMs: 15_000 });
    expect((await ask('/health', made[1].authority)).status).toBe(200);
    await expect(ask('/health', made[0].authority)).rejects.toThrow(/certificate/);
    early.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(String((await once(early, 'data'))[0])).toMatch(/^HTTP\/1.1 200/);
  });

  it('keeps the certificate it has when the new one is broken, and says so', async () => {
    const before = await shownSerial();
    writeFileSync(certificate, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    await waitFor('a line in the log', () => /cannot be used; the old ones stay in use/.test(server.stderr), {
      timeoutMs: 15_000,
    });
    expect(await shownSerial()).toBe(before);
    expect((await ask('/health', made[1].authority)).status).toBe(200);
  });
});
