import { connect, type Socket } from 'node:net';

/** How a raw connection ended: the bytes that came, and how long it took. */
export interface RawEnd {
  readonly received: Buffer;
  readonly ms: number;
}

/** Sends bytes that need not be DICOM, and waits until the other side closes. */
export function sendRaw(port: number, ...chunks: readonly Uint8Array[]): Promise<RawEnd> {
  const started = performance.now();
  const received: Buffer[] = [];
  return new Promise((resolve) => {
    const socket = connectRaw(port);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('close', () => resolve({ received: Buffer.concat(received), ms: performance.now() - started }));
    for (const chunk of chunks) socket.write(chunk);
  });
}

/** A connection whose errors do not matter. */
export function connectRaw(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.on('error', () => {});
  return socket;
}
