import { connectRaw } from './raw-peer.ts';

export interface StoreMessage {
  /** The A-ASSOCIATE-RQ; answered before the rest is sent. */
  readonly associate: Uint8Array;
  /** Command and data set PDUs of one C-STORE. */
  readonly store: Uint8Array;
}

/** Sends a C-STORE cut after `length` bytes, then closes (FIN) or resets the connection. */
export function truncatedStore(
  port: number,
  message: StoreMessage,
  length: number,
  how: 'end' | 'reset',
): Promise<void> {
  return new Promise((resolve) => {
    const socket = connectRaw(port);
    socket.on('close', () => resolve());
    socket.write(message.associate);
    socket.once('data', () => {
      socket.write(message.store.subarray(0, length), () => {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.end();
      });
      socket.resume();
    });
  });
}

/** Cuts at every `step`-th byte, `parallel` connections at a time. */
export async function truncationCampaign(
  port: number,
  message: StoreMessage,
  options: { step: number; parallel: number },
): Promise<number> {
  const lengths = Array.from(
    { length: Math.ceil(message.store.length / options.step) },
    (_, i) => i * options.step,
  );
  await inParallel(lengths, options.parallel, (length, i) =>
    truncatedStore(port, message, length, i % 2 === 0 ? 'end' : 'reset'),
  );
  return lengths.length;
}

/** Associations that are asked for and then dropped, in turn by A-ABORT, FIN and RST. */
export async function abortedAssociations(
  port: number,
  associate: Uint8Array,
  options: { count: number; parallel: number },
): Promise<void> {
  const indexes = Array.from({ length: options.count }, (_, i) => i);
  await inParallel(indexes, options.parallel, (i) => abortedAssociation(port, associate, i));
}

const abort = Buffer.from('07000000000400000000', 'hex');

function abortedAssociation(port: number, associate: Uint8Array, i: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connectRaw(port);
    socket.on('close', () => resolve());
    socket.write(associate);
    socket.once('data', () => {
      if (i % 3 === 0) socket.end(abort);
      else if (i % 3 === 1) socket.end();
      else socket.resetAndDestroy();
      socket.resume();
    });
  });
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}
