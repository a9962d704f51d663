import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGuardedFetch } from './guarded-fetch.ts';

const outward = createGuardedFetch({ mayReachLoopback: false });
const local = createGuardedFetch({ mayReachLoopback: true });
const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('fetching from where a setting says', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://localhost/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://0.0.0.0/',
    'https://[::]/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::169.254.169.254]/',
    'https://[64:ff9b::127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'http://10.0.0.1/',
    'http://example.org/',
    'file:///etc/passwd',
    'ftp://10.0.0.1/',
  ])('never goes to %s', async (url) => {
    await expect(outward(url)).rejects.toMatchObject({ code: 'net/forbidden' });
  });

  it.each(['http://10.0.0.1/', 'http://169.254.169.254/', 'https://169.254.169.254/'])(
    'goes to this machine when that is what the setting names, and still not to %s',
    async (url) => {
      await expect(local(url)).rejects.toMatchObject({ code: 'net/forbidden' });
      const base = await serve((request, response) => {
        response.setHeader('x-method', request.method ?? '').end('yes');
      });
      for (const address of [base, base.replace('127.0.0.1', 'localhost')]) {
        const response = await local(address, { method: 'POST', body: 'x' });
        expect([response.status, response.headers.get('x-method'), await response.text()]).toEqual([
          200,
          'POST',
          'yes',
        ]);
      }
    },
  );

  it('follows no redirect', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    });
    expect((await local(base)).status).toBe(302);
  });

  it('reads no more than it can hold', async () => {
    const base = await serve((_request, response) => {
      response.end(Buffer.alloc(2 * 1024 * 1024));
    });
    await expect(local(base)).rejects.toMatchObject({ code: 'input/too-large' });
  });

  it('stops when it is told to', async () => {
    const base = await serve(() => {});
    await expect(local(base, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'net/unreachable',
    });
  });
});
