/** The local administrator's door: the whole API on a Unix socket that only its owner can open. */
import type { Logger } from '../base/index.ts';
import type { Address, Caller, ControlApi } from '../contract/index.ts';
import { apiRoutes } from './api-routes.ts';
import { listenOnControlSocket } from './control-socket.ts';
import { closeServer, createServer, type Door } from './door.ts';

export interface ControlDoorOptions {
  readonly socketPath: string;
  readonly logger: Logger;
  /** At shutdown calls are cancelled at once; how long they may take to notice. Default 5 s. */
  readonly closeGraceMs?: number;
  /** On whose behalf callers act: whoever can open the socket. */
  readonly caller: Caller;
}

const defaultCloseGraceMs = 5_000;

export function createControlDoor(control: ControlApi, options: ControlDoorOptions): Door {
  const { socketPath, logger, caller } = options;
  const server = createServer(logger);
  apiRoutes({ control, logger, authenticate: async () => caller })(server);

  return {
    async listen(): Promise<Address> {
      await server.ready();
      await listenOnControlSocket(server.server, socketPath);
      return { door: 'control', host: socketPath, port: 0 };
    },
    async close(): Promise<void> {
      // Closing the server removes the socket file it made.
      await closeServer(server, options.closeGraceMs ?? defaultCloseGraceMs);
    },
  };
}
