import type { Duplex } from 'node:stream';
import { libcFunction } from '../libc/index.ts';

/** Linux: tcp(7). Not permanent: the kernel falls back to delayed ACKs, so it is set again after each read. */
const IPPROTO_TCP = 6;
const TCP_QUICKACK = 12;
const on = new Int32Array([1]);

type SetSockOpt = (fd: number, level: number, option: number, value: Int32Array, length: number) => number;

/** Node has no call for it. Where there is none, nothing happens. */
const setSockOpt = libcFunction<SetSockOpt>(
  'int setsockopt(int fd, int level, int option, const int32_t *value, uint32_t length)',
);

export const quickAckSupported = (): boolean => setSockOpt() !== undefined;

/**
 * Acknowledges what was just read at once instead of after up to 40 ms. Peers that leave Nagle's algorithm on (DCMTK
 * as it is shipped) wait for that before they send the rest of a message. To be called after each read.
 */
export function quickAck(socket: Duplex): void {
  const set = setSockOpt();
  if (!set) return;
  const fd = fileDescriptor(socket);
  if (fd >= 0) set(fd, IPPROTO_TCP, TCP_QUICKACK, on, 4);
}

interface WithHandle {
  readonly _handle?: { readonly fd?: number; readonly _parent?: { readonly fd?: number } } | null;
}

/** The only door to the descriptor that Node has; a TLS socket stands on the handle of its TCP socket. */
function fileDescriptor(socket: Duplex): number {
  const handle = (socket as WithHandle)._handle;
  return handle?.fd ?? handle?._parent?.fd ?? -1;
}
