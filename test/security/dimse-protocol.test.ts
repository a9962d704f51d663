import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logger } from '../../src/base/index.ts';
import { writeDataset } from '../../src/dicom/index.ts';
import { encodeCommandSet } from '../../src/dimse/command-set.ts';
import { connect, createDimseServer, type DimseServer } from '../../src/dimse/index.ts';
import type { AssociateRequest } from '../../src/dimse/pdu.ts';
import { encodePdu } from '../../src/dimse/pdu-writer.ts';
import { corpusInstance } from '../support/corpus.ts';
import { abortedAssociations, truncationCampaign } from '../support/dimse-attacks.ts';
import { connectRaw, type RawEnd, sendRaw } from '../support/raw-peer.ts';
import { ToyArchive } from '../support/toy-archive.ts';

const explicit = '1.2.840.10008.1.2.1';
const verification = '1.2.840.10008.1.1';
const sample = corpusInstance(
  { kind: 'tiny', studies: 1, instancesPerSeries: 1 },
  { study: 0, series: 0, instance: 0 },
);
const dataSet = writeDataset(sample.dataset, explicit);

const request: AssociateRequest = {
  type: 'A-ASSOCIATE-RQ',
  protocolVersion: 1,
  calledAeTitle: 'TOY',
  callingAeTitle: 'EVIL',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [
    { id: 1, abstractSyntax: verification, transferSyntaxes: [explicit] },
    { id: 3, abstractSyntax: sample.sopClassUid, transferSyntaxes: [explicit] },
  ],
  userInformation: {
    maximumLength: 16384,
    implementationClassUid: '1.2.3',
    roleSelections: [],
    extendedNegotiations: [],
    commonExtendedNegotiations: [],
  },
};

const fragment = (contextId: number, isCommand: boolean, last: boolean, data: Uint8Array): Buffer =>
  encodePdu({ type: 'P-DATA-TF', contextId, isCommand, last, data });

const storeCommand = {
  AffectedSOPClassUID: sample.sopClassUid,
  CommandField: 0x0001,
  MessageID: 1,
  Priority: 0,
  CommandDataSetType: 1,
  AffectedSOPInstanceUID: sample.sopInstanceUid,
};
const echoCommand = {
  AffectedSOPClassUID: verification,
  CommandField: 0x0030,
  MessageID: 1,
  CommandDataSetType: 0x0101,
};

const associate = encodePdu(request);
const storeMessage = Buffer.concat([
  fragment(3, true, true, encodeCommandSet(storeCommand)),
  fragment(3, false, false, dataSet.subarray(0, 600)),
  fragment(3, false, true, dataSet.subarray(600)),
]);

/** The first PDU of each type that came back. */
function answers(end: RawEnd): string[] {
  const names = ['', 'RQ', 'AC', 'RJ', 'DATA', 'RELEASE-RQ', 'RELEASE-RP', 'ABORT'];
  const found: string[] = [];
  for (let at = 0; at + 6 <= end.received.length; at += 6 + end.received.readUInt32BE(at + 2)) {
    const name = names[end.received[at]!]!;
    found.push(name === 'ABORT' ? `ABORT ${end.received[at + 8]}/${end.received[at + 9]}` : name);
  }
  return found;
}

describe('bad bytes on the DICOM port', () => {
  const archive = new ToyArchive();
  const lines: Record<string, unknown>[] = [];
  const note = (fields: object): void => void lines.push({ ...fields });
  const logger: Logger = { debug() {}, info: note, warn: note, error: note };
  let server: DimseServer;
  let port: number;

  beforeAll(async () => {
    const limits = { artimMs: 400, halfOpen: 100, dataSetLength: 4 * 1024 * 1024 };
    server = createDimseServer({ handlers: archive.handlers, logger, limits });
    ({ port } = await server.listen({ host: '127.0.0.1', port: 0 }));
  });

  afterAll(() => server.close());

  const http = Buffer.from('GET / HTTP/1.1\r\nHost: dicom\r\n\r\n');
  const manyContexts = (): Buffer => {
    const context = { id: 1, abstractSyntax: verification, transferSyntaxes: [explicit] };
    return encodePdu({ ...request, contexts: Array.from({ length: 10_000 }, () => context) });
  };
  const endless = (): Buffer[] =>
    Array.from({ length: 100 }, () => fragment(3, false, false, Buffer.alloc(100_000)));
  const withTitle = (callingAeTitle: string): Buffer => encodePdu({ ...request, callingAeTitle });
  const echo = (overrides: object): Buffer =>
    fragment(1, true, true, encodeCommandSet({ ...echoCommand, ...overrides }));
  const store = fragment(3, true, true, encodeCommandSet(storeCommand));

  const attacks: Record<string, [bytes: () => Uint8Array[], expected: string[], reason: RegExp]> = {
    HTTP: [() => [http], ['ABORT 2/1'], /HTTP/],
    'an empty P-DATA-TF before any association': [
      () => [Buffer.from('040000000000', 'hex')],
      ['ABORT 2/6'],
      /announces 0/,
    ],
    'PDU length FFFFFFFF': [() => [Buffer.from('0100ffffffff', 'hex')], ['ABORT 2/6'], /PDU length/],
    'P-DATA length FFFFFFFF': [
      () => [associate, Buffer.from('0400ffffffff', 'hex')],
      ['AC', 'ABORT 2/6'],
      /PDU length/,
    ],
    '10,000 presentation contexts': [() => [manyContexts()], ['ABORT 2/6'], /number of contexts/],
    'a PDV that never ends': [
      () => [associate, store, ...endless()],
      ['AC', 'ABORT 2/6'],
      /length of a data set/,
    ],
    'a title with control characters': [() => [withTitle('EV\u0007\u001b[2JIL')], ['RJ'], /callingAeTitle/],
    'a title with a backslash': [() => [withTitle('A\\B')], ['RJ'], /callingAeTitle/],
    'a second association request': [() => [associate, associate], ['AC', 'ABORT 2/2'], /unexpected/],
    'a context that was not accepted': [
      () => [associate, fragment(99, true, true, encodeCommandSet(echoCommand))],
      ['AC', 'ABORT 2/5'],
      /not accepted/,
    ],
    'a data set without a command': [
      () => [associate, fragment(3, false, true, dataSet)],
      ['AC', 'ABORT 2/6'],
      /without/,
    ],
    'a command inside a data set': [() => [associate, store, store], ['AC', 'ABORT 2/6'], /interrupts/],
    'a response that nobody asked for': [
      () => [associate, echo({ CommandField: 0x8030 })],
      ['AC', 'ABORT 2/6'],
      /not open/,
    ],
    'a command set of another group': [
      () => [associate, fragment(1, true, true, Buffer.from('0800000002000000aabb', 'hex'))],
      ['AC', 'ABORT 2/6'],
      /group 0000/,
    ],
    'a command set that never ends': [
      () => [associate, ...Array.from({ length: 10 }, () => fragment(1, true, false, Buffer.alloc(20_000)))],
      ['AC', 'ABORT 2/6'],
      /command set/,
    ],
  };
  it.each(Object.entries(attacks))('%s ends in a clean abort', async (_name, [bytes, expected, reason]) => {
    lines.length = 0;
    const [first, ...rest] = bytes();
    const end = first === associate ? await sendAfterAccept(...rest) : await sendRaw(port, first!, ...rest);
    expect(answers(end)).toEqual(expected);
    await expect.poll(() => attackLines().length).toBeGreaterThan(0);
    expect(attackLines()).toHaveLength(1);
    expect(String(attackLines()[0]!.outcome)).toMatch(reason);
    await stillServes();
  });

  it('a TLS hello on the plain port ends in an abort', async () => {
    const failed = new Promise((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port });
      socket.on('error', resolve);
    });
    expect(await failed).toBeInstanceOf(Error);
    await stillServes();
  });

  it('a message of another SOP class than its context is refused, not stored', async () => {
    const other = { ...storeCommand, AffectedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2' };
    const message = [fragment(3, true, true, encodeCommandSet(other)), fragment(3, false, true, dataSet)];
    const release = encodePdu({ type: 'A-RELEASE-RQ' });
    const end = await sendAfterAccept(...message, release);
    expect(answers(end)).toEqual(['AC', 'DATA', 'RELEASE-RP']);
    expect(end.received.includes(Buffer.from('000000090200000022 01'.replace(' ', ''), 'hex'))).toBe(true);
    expect(archive.instances.size).toBe(0);
  });

  it('a C-STORE cut anywhere stores nothing and leaves nothing behind', async () => {
    const message = { associate, store: storeMessage };
    const count = await truncationCampaign(port, message, { step: 7, parallel: 20 });
    expect(count).toBeGreaterThan(100);
    expect(archive.instances.size).toBe(0);
    await expect.poll(() => server.stats().associationsOpen, { timeout: 15_000 }).toBe(0);
    await stillServes();
  });

  it('500 aborted associations leave nothing behind', async () => {
    await abortedAssociations(port, associate, { count: 500, parallel: 20 });
    await expect.poll(() => server.stats().associationsOpen, { timeout: 15_000 }).toBe(0);
    await stillServes();
  });

  it('300 half-open connections are bounded, closed in time, and nobody waits for them', async () => {
    const sockets = Array.from({ length: 300 }, () => connectRaw(port));
    await expect.poll(() => server.stats().refused).toBeGreaterThanOrEqual(200);
    expect(server.stats().halfOpen).toBeLessThanOrEqual(100);
    const started = performance.now();
    await stillServes();
    expect(performance.now() - started).toBeLessThan(10_000);
    await expect.poll(() => server.stats().halfOpen, { timeout: 15_000 }).toBe(0);
    for (const socket of sockets) socket.destroy();
  });

  it('no log line carries a control character or a name', () => {
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/\\u00|Abel/);
  });

  /** Log lines of the peers that misbehaved. */
  function attackLines(): Record<string, unknown>[] {
    return lines.filter((line) => line.calling !== 'US');
  }

  async function stillServes(): Promise<void> {
    const association = await connect({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'US',
      calledAeTitle: 'TOY',
      contexts: [{ abstractSyntax: verification, transferSyntaxes: [explicit] }],
    });
    expect(await association.echo()).toEqual({ status: 0 });
    await association.release();
  }

  function sendAfterAccept(...chunks: readonly Uint8Array[]): Promise<RawEnd> {
    return new Promise((resolve) => {
      const received: Buffer[] = [];
      const socket = connectRaw(port);
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.once('data', () => {
        for (const chunk of chunks) socket.write(chunk);
      });
      socket.on('close', () => resolve({ received: Buffer.concat(received), ms: 0 }));
      socket.write(associate);
    });
  }
});
