import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { receiveIntoOneBuffer } from './one-buffer.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function connected(onSocket: (socket: Socket) => void): Promise<Socket> {
  const server = createServer({ pauseOnConnect: true }, (accepted) =>
    onSocket(receiveIntoOneBuffer(accepted)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open.push(server, { close: () => client.destroy() });
  await once(client, 'connect');
  return client;
}

it('passes on every byte, in order, from several connections at once, and answers', async () => {
  const bodies = [randomBytes(3_000_000), randomBytes(1), randomBytes(700_001)];
  const answers = bodies.map(async (body) => {
    const client = await connected((socket) => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
      socket.on('end', () => socket.end(Buffer.concat(chunks)));
    });
    client.end(body);
    return Buffer.concat(await Array.fromAsync(client));
  });
  for (const [index, answer] of (await Promise.all(answers)).entries()) {
    expect(answer.equals(bodies[index]!)).toBe(true);
  }
});

it('reads nothing while paused', async () => {
  const { promise, resolve } = Promise.withResolvers<Socket>();
  const client = await connected(resolve);
  const socket = await promise;
  const lengths: number[] = [];
  socket.on('data', (chunk) => {
    lengths.push(chunk.length);
    socket.pause();
  });
  client.write(randomBytes(1_000_000));
  await new Promise((done) => setTimeout(done, 100));
  expect(lengths).toHaveLength(1);
  expect(socket.remoteAddress).toBe('127.0.0.1');
  socket.resume();
  await once(socket, 'data');
  expect(lengths).toHaveLength(2);
});

it('closes when the peer does', async () => {
  const { promise, resolve } = Promise.withResolvers<Socket>();
  const client = await connected(resolve);
  const socket = await promise;
  socket.resume();
  client.end();
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});
