/** Opening a listening socket, with failures from the register. */
import type { Server } from 'node:http';
import type { ListenOptions } from 'node:net';
import { IsocenterError, WAITING_CONNECTIONS } from '../base/index.ts';

/** Resolves with the port in use; 0 for a Unix socket. Throws `control/failed`. */
export function listenOn(server: Server, options: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      const address = options.path ?? `${options.host}:${options.port}`;
      reject(new IsocenterError('control/failed', { address, reason: error.message }, error));
    };
    server.once('error', failed);
    server.listen({ backlog: WAITING_CONNECTIONS, ...options }, () => {
      server.off('error', failed);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
