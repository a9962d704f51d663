/** PDUs and messages as bytes, for peers that do not keep to the protocol. */
import { once } from 'node:events';
import { encodeCommandSet } from '../../src/dimse/command-set.ts';
import type { AssociateRequest } from '../../src/dimse/pdu.ts';
import { encodePdu } from '../../src/dimse/pdu-writer.ts';
import { connectRaw, type RawEnd } from './raw-peer.ts';
import type { RawInstance } from './store-scu.ts';

const explicit = '1.2.840.10008.1.2.1';
const VERIFICATION = '1.2.840.10008.1.1';
export const ECHO_CONTEXT = 1;
export const STORE_CONTEXT = 3;

/** Asks for C-ECHO in context 1 and for C-STORE of one SOP class in context 3. */
export function associateRequest(
  titles: { calling?: string; called?: string } = {},
  { sopClassUid, transferSyntaxUid }: Pick<RawInstance, 'sopClassUid' | 'transferSyntaxUid'> = mrInstance,
): AssociateRequest {
  const { calling = 'EVIL', called = 'ISOCENTER' } = titles;
  return {
    type: 'A-ASSOCIATE-RQ',
    protocolVersion: 1,
    calledAeTitle: called,
    callingAeTitle: calling,
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [
      { id: ECHO_CONTEXT, abstractSyntax: VERIFICATION, transferSyntaxes: [explicit] },
      { id: STORE_CONTEXT, abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] },
    ],
    userInformation: {
      maximumLength: 16_384,
      implementationClassUid: '1.2.3',
      roleSelections: [],
      extendedNegotiations: [],
      commonExtendedNegotiations: [],
    },
  };
}

const mrInstance = { sopClassUid: '1.2.840.10008.5.1.4.1.1.4', transferSyntaxUid: explicit };

export function fragment(contextId: number, isCommand: boolean, last: boolean, data: Uint8Array): Buffer {
  return encodePdu({ type: 'P-DATA-TF', contextId, isCommand, last, data });
}

/** The command of a C-STORE, in one PDU. */
export function storeCommand(
  { sopClassUid, sopInstanceUid }: RawInstance,
  contextId: number = STORE_CONTEXT,
): Buffer {
  const command = encodeCommandSet({
    AffectedSOPClassUID: sopClassUid,
    CommandField: 0x0001,
    MessageID: 1,
    Priority: 0,
    CommandDataSetType: 1,
    AffectedSOPInstanceUID: sopInstanceUid,
  });
  return fragment(contextId, true, true, command);
}

/** A whole C-STORE, its data set in pieces. */
export function storeMessage(instance: RawInstance, pieceLength = 8_000): Buffer {
  const { dataSet } = instance;
  const pdus = [storeCommand(instance)];
  for (let at = 0; at < dataSet.length; at += pieceLength) {
    const last = at + pieceLength >= dataSet.length;
    pdus.push(fragment(STORE_CONTEXT, false, last, dataSet.subarray(at, at + pieceLength)));
  }
  return Buffer.concat(pdus);
}

const names = ['', 'RQ', 'AC', 'RJ', 'DATA', 'RELEASE-RQ', 'RELEASE-RP', 'ABORT'];

/** The PDUs that came back, by type; an abort with its source and reason, a rejection with all three. */
export function answers({ received }: Pick<RawEnd, 'received'>): string[] {
  const found: string[] = [];
  for (let at = 0; at + 6 <= received.length; at += 6 + received.readUInt32BE(at + 2)) {
    const name = names[received[at]!]!;
    if (name === 'ABORT') found.push(`ABORT ${received[at + 8]}/${received[at + 9]}`);
    else if (name === 'RJ') found.push(`RJ ${received[at + 7]}/${received[at + 8]}/${received[at + 9]}`);
    else found.push(name);
  }
  return found;
}

/** Opens an association, sends bytes on it, and waits until the server closes. */
export function sendOnAssociation(
  port: number,
  associate: Uint8Array,
  chunks: Iterable<Uint8Array>,
): Promise<RawEnd> {
  const started = performance.now();
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connectRaw(port);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.once('data', () => {
      void writeAll(socket, chunks);
    });
    socket.on('close', () => resolve({ received: Buffer.concat(received), ms: performance.now() - started }));
    socket.write(associate);
  });
}

/** No more is made than the other side takes. */
async function writeAll(socket: ReturnType<typeof connectRaw>, chunks: Iterable<Uint8Array>): Promise<void> {
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  for (const chunk of chunks) {
    if (socket.destroyed || !socket.writable) return;
    if (socket.write(chunk)) continue;
    await once(socket, 'drain', { signal: closed.signal }).catch(() => {});
  }
}
