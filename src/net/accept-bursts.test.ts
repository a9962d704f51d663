import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { acceptInBursts } from './accept-bursts.ts';
import { receiveIntoOneBuffer } from './one-buffer.ts';
import { quickAckSupported } from './quick-ack.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close(), acceptInBursts(server));
  return (server.address() as AddressInfo).port;
}

/** Connects from another thread, so that it goes on while this one is busy. */
function crowd(port: number, count: number): void {
  const text = `const { connect } = require('node:net'); const { workerData: port } = require('node:worker_threads');
    for (let i = 0; i < ${count}; i++) connect(port, '127.0.0.1').on('error', () => {});`;
  const worker = new Worker(text, { eval: true, workerData: port });
  open.push(() => worker.terminate());
}

const COUNT = 150;
const BUSY_MS = 20;

/** Turns of the event loop, all of them long, from the first connection on. */
async function turnsUntilAll(accepted: () => number): Promise<number> {
  let turns = 0;
  while (accepted() < COUNT) {
    const end = performance.now() + BUSY_MS;
    while (performance.now() < end);
    await nextTurn();
    if (accepted() > 0) turns++;
  }
  return turns;
}

// Both need the C library.
it.skipIf(!quickAckSupported())('a busy server accepts many in a turn', async () => {
  let accepted = 0;
  const server = createServer((socket) => {
    accepted++;
    socket.on('error', () => {});
  });
  const port = await listening(server);
  crowd(port, COUNT);
  expect(await turnsUntilAll(() => accepted)).toBeLessThan(COUNT / 4);
});

it('what another handle accepted is served as any other, and counts for the limit', async () => {
  const server = createHttpServer((_request, response) => response.end('hello'));
  server.maxConnections = 20;
  const port = await listening(server);
  const ask = async (): Promise<{ socket: Socket; text: string }> => {
    const socket = connect(port, '127.0.0.1');
    open.push(() => socket.destroy());
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const text = await new Promise<string>((resolve) => {
      socket.once('data', (bytes) => resolve(String(bytes)));
      socket.once('error', () => resolve(''));
      socket.once('close', () => resolve(''));
    });
    return { socket, text };
  };
  const all = await Promise.all(Array.from({ length: 60 }, ask));
  const served = all.filter(({ text }) => text.startsWith('HTTP/1.1 200'));
  expect(served).toHaveLength(20);
  for (const { socket } of served) socket.destroy();
  await expect.poll(async () => (await ask()).text).toMatch(/^HTTP\/1\.1 200/);
});

it('closes with its server', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = acceptInBursts(server);
  stop();
  server.close();
  await once(server, 'close');
  const socket = connect(port, '127.0.0.1');
  const [error] = await once(socket, 'error');
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED');
});

it.skipIf(!quickAckSupported())('also where another socket takes the place of the accepted one', async () => {
  let accepted = 0;
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    accepted++;
    receiveIntoOneBuffer(socket).on('error', () => {});
  });
  const port = await listening(server);
  crowd(port, COUNT);
  expect(await turnsUntilAll(() => accepted)).toBeLessThan(COUNT / 4);
});
