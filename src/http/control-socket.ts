/** The file of the control socket: made for its owner only, taken over only from the dead. */
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { IsocenterError } from '../base/index.ts';
import { listenOn } from './listen.ts';

/** Nobody but the owner may connect. */
const ownerOnlyUmask = 0o177;

/** Listens on `path`; throws `control/in-use` when a server answers there already. */
export async function listenOnControlSocket(server: Server, path: string): Promise<void> {
  if (await answers(path)) throw new IsocenterError('control/in-use', { address: path });
  rmSync(path, { force: true });
  // The socket file is made inside `listen`, before it returns: no moment with wider permissions.
  const previous = process.umask(ownerOnlyUmask);
  const listening = listenOn(server, { path });
  process.umask(previous);
  await listening;
}

/** Whether a process accepts connections on this socket; a file left by a killed one refuses them. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
