import { createServer, type Server, type Socket } from 'node:net';
import { WAITING_CONNECTIONS } from '../base/index.ts';
import { libcFunction } from '../libc/index.ts';

/** Linux: fcntl(2). Another number for the same open socket, not handed on to programs we start. */
const F_DUPFD_CLOEXEC = 1030;
const duplicate = libcFunction<(fd: number, command: number, lowest: number) => number>(
  'int fcntl(int fd, int command, int lowest)',
);

/** Connections that can be accepted in one turn of the event loop. */
const AT_ONCE = 16;
/** Connections within {@link CROWD_MS} from which on it is worth it: a quiet server loads no koffi (5 MB). */
const CROWD = 4;
const CROWD_MS = 1_000;

/** Connections of the server, whichever handle accepted them. */
interface Open {
  count: number;
}

/** What Node does not promise: without it, nothing is done. */
interface Inside {
  readonly _handle?: { readonly fd?: number } | null;
  readonly allowHalfOpen?: boolean;
  readonly noDelay?: boolean;
  readonly pauseOnConnect?: boolean;
}

/**
 * libuv accepts one connection of a listening socket in a turn of its loop. When much is to be done a turn is long, and of
 * two hundred new connections the last waits for two hundred turns: seconds, for a health check too. More handles on the
 * same socket accept more in a turn. Whatever they accept is one of `server`, and counts for its `maxConnections`.
 *
 * @param server listens already, over TCP. Without koffi, or not on Linux, nothing is done.
 * @returns ends the other handles; to be called before the server is closed.
 */
export function acceptInBursts(server: Server): () => void {
  const others: Server[] = [];
  const open: Open = { count: 0 };
  // Not by those that are open: whoever puts another reader on a connection closes the socket that it came with.
  let [since, came] = [0, 0];
  const count = (socket: Socket): void => {
    open.count++;
    socket.once('close', () => open.count--);
    const now = performance.now();
    if (now - since > CROWD_MS) [since, came] = [now, 0];
    if (++came >= CROWD && others.length === 0) others.push(...moreHandles(server, open));
  };
  server.on('connection', count);
  return () => {
    server.off('connection', count);
    for (const other of others.splice(0)) other.close();
  };
}

function moreHandles(server: Server, open: Open): Server[] {
  const { _handle, allowHalfOpen = false, noDelay = false, pauseOnConnect = false } = server as Inside;
  const fd = _handle?.fd ?? -1;
  const copyOf = duplicate();
  if (!copyOf || fd < 0) return [];
  const adopt = adopterOf(server, open);
  const handles: Server[] = [];
  while (handles.length < AT_ONCE - 1) {
    const copy = copyOf(fd, F_DUPFD_CLOEXEC, 0);
    // No descriptor is left: then that many it is.
    if (copy < 0) break;
    const handle = createServer({ allowHalfOpen, noDelay, pauseOnConnect }, adopt);
    // It cannot listen: the others do.
    handle.on('error', () => {});
    // The waiting are of the socket, not of the handle: said again, so that it stays the same.
    handle.listen({ fd: copy, backlog: WAITING_CONNECTIONS });
    handles.push(handle);
  }
  return handles;
}

/** Makes a socket that another handle accepted one of the server, within its limit. */
function adopterOf(server: Server, open: Open): (socket: Socket) => void {
  const limit = server.maxConnections;
  let adopted = 0;
  // The server counts those that it accepted itself.
  const leaveRoom = (): void => {
    if (limit) server.maxConnections = limit - adopted;
  };
  return (socket) => {
    if (limit && open.count >= limit) return void socket.destroy();
    adopted++;
    leaveRoom();
    socket.once('close', () => {
      adopted--;
      leaveRoom();
    });
    server.emit('connection', socket);
  };
}
