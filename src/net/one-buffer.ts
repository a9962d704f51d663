import { Socket } from 'node:net';

/** Bytes taken from the kernel at once. Larger reads make fewer of them; past this the gain is lost in the noise. */
const READ_SIZE = 256 * 1024;

/** What Node does not document of its sockets. */
interface WithHandle {
  _handle?: object | null;
}

/**
 * Where every connection is read into. One buffer is enough for all of them: a read and the `data` event that it leads to
 * are one turn of the loop, and whoever wants the bytes for longer copies them.
 */
let shared: Uint8Array | undefined;

/**
 * Reads an accepted TCP connection into one buffer that all connections share, instead of a new buffer for each read. V8
 * runs a full collection for every 64 MB that such buffers hold outside its heap; receiving CT images spent half of its
 * processor time on that.
 *
 * The returned socket takes the place of `accepted`, which is an empty shell from then on. The chunks of its `data` events
 * are valid during the event only. A socket without the handle that Node keeps it on is returned as it is.
 */
export function receiveIntoOneBuffer(accepted: Socket): Socket {
  const shell = accepted as WithHandle;
  const handle = shell._handle;
  if (!handle) return accepted;
  shell._handle = null;
  accepted.destroy();
  shared ??= new Uint8Array(READ_SIZE);
  const socket: Socket = new Socket({
    handle,
    onread: {
      buffer: shared,
      callback: (length: number, buffer: Uint8Array) => {
        socket.emit('data', Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      },
    },
  } as ConstructorParameters<typeof Socket>[0]);
  return socket.setNoDelay(true);
}
