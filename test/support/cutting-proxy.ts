import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:net';

/** A way to a server that can be cut off in the middle of what it sends. */
export class CuttingProxy implements AsyncDisposable {
  readonly port: number;
  /** Connections are cut when the server has sent more than so many bytes on one of them. */
  bytesUntilCut = Number.POSITIVE_INFINITY;
  cuts = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(to: number): Promise<CuttingProxy> {
    const server = createServer((client) => {
      const peer = connect({ host: '127.0.0.1', port: to });
      const end = (): void => {
        client.destroy();
        peer.destroy();
      };
      for (const socket of [client, peer]) socket.on('error', end).on('close', end);
      let sent = 0;
      peer.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        if (sent > proxy.bytesUntilCut) {
          proxy.cuts++;
          end();
        } else client.write(chunk);
      });
      client.on('data', (chunk: Buffer) => void peer.write(chunk));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new CuttingProxy(server);
    return proxy;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
