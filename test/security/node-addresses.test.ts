/** Nodes as a way into what only the server reaches: addresses that no node has, its own ports, names that change. */
import dns from 'node:dns';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { node } from '../../src/contract/index.ts';
import { isocenter } from '../support/command-line.ts';
import { asAdmin, openRest, type RestServer } from '../support/rest-server.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

const GREETING = 'what only this machine should read';

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('registering', () => {
  let server: IsocenterServer;
  beforeAll(async () => {
    const config = {
      nodes: [node.parse({ name: 'fixed', aeTitle: 'A', host: '169.254.169.254', port: 80 })],
    };
    server = await startIsocenter({ config, args: ['--node-networks', '169.254.7.0/24'] });
  });
  afterAll(async () => server?.stop());

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    'fe80::1%lo',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
    'fe80::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    'metadata.google.internal',
    'METADATA.google.internal.',
  ])('refuses %s', async (host) => {
    const { code, stderr } = await isocenter(server, 'nodes', 'add', 'bad', 'AET', host, '80');
    expect(code).not.toBe(0);
    expect(stderr).toContain('is not called');
  });

  it.each(['127.0.0.1', '127.0.0.9', '::1', '::ffff:127.0.0.1'])(
    'refuses the web port of the server itself, written as %s',
    async (host) => {
      const { code, stderr } = await isocenter(
        server,
        'nodes',
        'add',
        'self',
        'AET',
        host,
        String(server.httpPort),
      );
      expect(code).not.toBe(0);
      expect(stderr).toContain('is not called');
    },
  );

  it('takes what a clinic has: private networks, this machine, and what the setting names', async () => {
    const hosts = ['10.1.2.3', '192.168.1.20', 'fd12::1', '127.0.0.1', 'ct1.local', '169.254.7.2'];
    for (const [index, host] of hosts.entries()) {
      const { code, stderr } = await isocenter(server, 'nodes', 'add', `n${index}`, 'AET', host, '104');
      expect({ host, code, stderr }).toMatchObject({ host, code: 0 });
    }
    const changed = await isocenter(server, 'nodes', 'update', 'n0', '--host', '169.254.169.254');
    expect(changed.stderr).toContain('is not called');
  });

  it('calls no address of that kind when the configuration or a name leads there', async () => {
    const port = String(server.httpPort);
    for (const host of ['localhost', '2130706433', '127.1']) {
      expect((await isocenter(server, 'nodes', 'add', 'name', 'AET', host, port)).code).toBe(0);
      expect((await isocenter(server, 'echo', 'name')).stderr).toContain('is not called');
      await isocenter(server, 'nodes', 'remove', 'name');
    }
    expect((await isocenter(server, 'echo', 'fixed')).stderr).toContain('is not called');
  });
});

describe('calling', () => {
  let rest: RestServer;
  const servers: Server[] = [];
  beforeAll(async () => {
    rest = await openRest();
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await rest[Symbol.asyncDispose]();
  });

  async function echo(host: string, port: number): Promise<string> {
    const headers = { ...asAdmin, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'probe', aeTitle: 'PROBE', host, port });
    const added = await rest.fetch('/api/nodes', { method: 'POST', headers, body });
    expect(added.status).toBe(200);
    const answer = await rest.fetch('/api/nodes/probe/echo', { method: 'POST' });
    await rest.fetch('/api/nodes/probe', { method: 'DELETE' });
    return await answer.text();
  }

  it('does not tell what listens where no node is', async () => {
    const web = createHttpServer((_request, response) => response.end(GREETING));
    const other = createServer((socket) => socket.end(`SSH-2.0-${GREETING}\r\n`));
    const binary = createServer((socket) => socket.end(Buffer.from([7, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0])));
    servers.push(web, other, binary);
    const answers = [];
    for (const server of [web, other, binary]) answers.push(await echo('127.0.0.1', await listening(server)));
    expect(new Set(answers).size, 'one and the same answer').toBe(1);
    expect(answers[0]).toContain('what answers there is no DICOM node');
    expect(answers[0]).not.toMatch(/HTTP|text|SSH|PDU/);
  });

  it('connects to the address that was looked at, whatever the name says a moment later', async () => {
    let calls = 0;
    const trap = createServer((socket) => {
      calls++;
      socket.end();
    });
    servers.push(trap);
    const port = await listening(trap);
    const answers = ['169.254.169.254', '127.0.0.1'];
    const lookup = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((
        _name: string,
        _options: unknown,
        done: (error: null, all: { address: string; family: number }[]) => void,
      ) => done(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }])) as typeof dns.lookup);
    try {
      expect(await echo('rebinding.example', port)).toContain('net/forbidden');
      expect(calls, 'the second answer was not asked for').toBe(0);
      answers.splice(0, 2, '127.0.0.1', '169.254.169.254');
      expect(await echo('rebinding.example', port)).not.toContain('net/forbidden');
      expect({ calls, asked: lookup.mock.calls.length }).toEqual({ calls: 1, asked: 2 });
    } finally {
      lookup.mockRestore();
    }
  });
});
