import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Something on loopback that is asked, and does with who asks what it is told. */
export async function nodeThat(takes: (socket: Socket) => void) {
  const server = createServer(takes);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}

/** It takes connections, and never answers that it takes an association. */
export async function deafNode() {
  const asked = Promise.withResolvers<void>();
  const node = await nodeThat((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => asked.resolve());
  });
  return { ...node, asked: asked.promise };
}
