import { createServer, type Server, type Socket } from 'node:net';
import { libcFunction } from '../libc/index.ts';

/** Linux: fcntl(2). Another number for the same open socket, not handed on to programs we start. */
const F_DUPFD_CLOEXEC = 1030;
const duplicate = libcFunction<(fd: number, command: number, lowest: number) => number>(
  'int fcntl(int fd, int command, int lowest)',
);

/** Connections that can be accepted in one turn of the event loop. */
const AT_ONCE = 16;

interface WithHandle {
  readonly _handle?: { readonly fd?: number } | null;
}

/**
 * libuv accepts one connection of a listening socket in a turn of its loop. When much is to be done a turn is long, and of
 * two hundred new connections the last waits for two hundred turns: seconds, for a health check too. More handles on the
 * same socket accept more in a turn. Whatever they accept is one of `server`, and counts for its `maxConnections`.
 *
 * @param server an HTTP server that listens already, over TCP. Without koffi, or not on Linux, nothing is done.
 * @returns ends the other handles; to be called before the server is closed.
 */
export function acceptInBursts(server: Server): () => void {
  const fd = (server as WithHandle)._handle?.fd ?? -1;
  if (!duplicate || fd < 0) return () => {};
  const adopt = adopterOf(server);
  const others: Server[] = [];
  while (others.length < AT_ONCE - 1) {
    const copy = duplicate(fd, F_DUPFD_CLOEXEC, 0);
    // No descriptor is left: then that many it is.
    if (copy < 0) break;
    const other = createServer({ allowHalfOpen: true, noDelay: true }, adopt);
    // It cannot listen: the others do.
    other.on('error', () => {});
    other.listen({ fd: copy });
    others.push(other);
  }
  return () => {
    for (const other of others.splice(0)) other.close();
  };
}

/** Makes a socket that another handle accepted one of the server, within its limit. */
function adopterOf(server: Server): (socket: Socket) => void {
  const limit = server.maxConnections;
  let [open, adopted] = [0, 0];
  server.on('connection', (socket: Socket) => {
    open++;
    socket.once('close', () => open--);
  });
  // The server counts those that it accepted itself.
  const leaveRoom = (): void => {
    if (limit) server.maxConnections = limit - adopted;
  };
  return (socket) => {
    if (limit && open >= limit) return void socket.destroy();
    adopted++;
    leaveRoom();
    socket.once('close', () => {
      adopted--;
      leaveRoom();
    });
    server.emit('connection', socket);
  };
}
