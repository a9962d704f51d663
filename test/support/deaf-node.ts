import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** It takes connections, and never answers that it takes an association. */
export async function deafNode() {
  const asked = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => asked.resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ port: (server.address() as AddressInfo).port, asked: asked.promise },
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
