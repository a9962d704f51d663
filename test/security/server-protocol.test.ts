/** Bytes that are no DICOM, or DICOM gone wrong, on the port of a whole server. */
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePdu } from '../../src/dimse/pdu-writer.ts';
import { corpusInstance } from '../support/corpus.ts';
import { abortedAssociations } from '../support/dimse-attacks.ts';
import {
  answers,
  associateRequest,
  fragment,
  STORE_CONTEXT,
  sendOnAssociation,
  storeCommand,
} from '../support/dimse-bytes.ts';
import { sqlite } from '../support/engines.ts';
import { sendRaw } from '../support/raw-peer.ts';
import { readRaw } from '../support/store-scu.ts';
import { secretPatient, WatchedServer } from '../support/watched-server.ts';

const MEBIBYTE = 1024 * 1024;
const ABORTED_ASSOCIATIONS = 600;

const instance = readRaw(
  corpusInstance(
    { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 77_002, override: () => secretPatient },
    { study: 0, series: 0, instance: 0 },
  ).encode(),
);
const associate = encodePdu(associateRequest());
const command = storeCommand(instance);
const http = Buffer.from('GET / HTTP/1.1\r\nHost: dicom\r\n\r\n');

function manyContexts(count: number): Buffer {
  const request = associateRequest();
  return encodePdu({ ...request, contexts: Array.from({ length: count }, () => request.contexts[0]!) });
}

/** A data set that goes on for as long as somebody reads. */
function* endlessDataSet(start: Uint8Array, bytes: number): Generator<Uint8Array> {
  yield command;
  yield fragment(STORE_CONTEXT, false, false, start);
  const piece = fragment(STORE_CONTEXT, false, false, Buffer.alloc(64 * 1024, 0x41));
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield Buffer.from('0400ffffffff', 'hex');
}

describe('bad bytes on the DICOM port of a server', () => {
  let watched: WatchedServer;

  beforeAll(async () => {
    watched = await WatchedServer.start(sqlite, { args: ['--artim-seconds', '2'] });
  });
  afterAll(() => watched?.[Symbol.asyncDispose]());

  const withoutAssociation: Record<string, [bytes: () => Uint8Array, expected: string[], reason: RegExp]> = {
    'an HTTP request': [() => http, ['ABORT 2/1'], /HTTP/],
    'a PDU of no bytes': [() => Buffer.from('010000000000', 'hex'), ['ABORT 2/6'], /./],
    'an empty P-DATA-TF': [() => Buffer.from('040000000000', 'hex'), ['ABORT 2/6'], /announces 0/],
    'PDU length FFFFFFFF': [() => Buffer.from('0100ffffffff', 'hex'), ['ABORT 2/6'], /PDU length/],
    '10,000 presentation contexts': [() => manyContexts(10_000), ['ABORT 2/6'], /number of contexts/],
    'a calling title with control characters': [
      () => encodePdu(associateRequest({ calling: 'EV\u0007\u001b[2JIL' })),
      ['RJ 1/1/3'],
      /callingAeTitle/,
    ],
    'a called title with control characters': [
      () => encodePdu(associateRequest({ called: 'ISO\0\nCENTER' })),
      ['RJ 1/1/7'],
      /calledAeTitle/,
    ],
    'a title that is not ours': [
      () => encodePdu(associateRequest({ called: "' OR 1=1 --" })),
      ['RJ 1/1/7'],
      /called AE title/,
    ],
    'nothing at all': [() => Buffer.alloc(0), [], /did not answer within 2 s/],
    'half a request': [() => associate.subarray(0, 100), [], /did not answer within 2 s/],
  };
  it.each(Object.entries(withoutAssociation))('%s', async (_name, [bytes, expected, reason]) => {
    const end = await watched.survives(() => sendRaw(watched.port, bytes()), reason);
    expect(answers(end)).toEqual(expected);
  });

  it('a TLS hello', async () => {
    const hello = (): Promise<unknown> =>
      new Promise((resolve) => {
        const socket = connectTls({ host: '127.0.0.1', port: watched.port });
        socket.on('error', resolve);
      });
    expect(await watched.survives(hello, /TLS|PDU/)).toBeInstanceOf(Error);
  });

  const onAssociation: Record<
    string,
    [chunks: () => Iterable<Uint8Array>, expected: string[], reason: RegExp]
  > = {
    'P-DATA length FFFFFFFF': [() => [Buffer.from('0400ffffffff', 'hex')], ['AC', 'ABORT 2/6'], /PDU length/],
    'a second association request': [() => [associate], ['AC', 'ABORT 2/2'], /unexpected/],
    'a data set without a command': [
      () => [fragment(STORE_CONTEXT, false, true, instance.dataSet)],
      ['AC', 'ABORT 2/6'],
      /without/,
    ],
    'a command inside a data set': [() => [command, command], ['AC', 'ABORT 2/6'], /interrupts/],
    'a context that was not accepted': [
      () => [storeCommand(instance, 99)],
      ['AC', 'ABORT 2/5'],
      /not accepted/,
    ],
    'a command set of noise': [
      () => [fragment(STORE_CONTEXT, true, true, Buffer.alloc(2_000, 0x55))],
      ['AC', 'ABORT 2/6'],
      /group 0000/,
    ],
    'a command set that never ends': [
      () => Array.from({ length: 10 }, () => fragment(STORE_CONTEXT, true, false, Buffer.alloc(20_000))),
      ['AC', 'ABORT 2/6'],
      /command set/,
    ],
  };
  it.each(Object.entries(onAssociation))('%s', async (_name, [chunks, expected, reason]) => {
    const end = await watched.survives(() => sendOnAssociation(watched.port, associate, chunks()), reason);
    expect(answers(end)).toEqual(expected);
  });

  const endings: Record<string, Uint8Array> = {
    'of an image': instance.dataSet,
    'of noise': Buffer.alloc(1000, 0x41),
    'of nothing': Buffer.alloc(0),
  };
  it.each(Object.entries(endings))(
    'a data set that never ends, %s, costs no memory',
    async (_name, start) => {
      const before = watched.residentBytes();
      const attack = () => sendOnAssociation(watched.port, associate, endlessDataSet(start, 256 * MEBIBYTE));
      const end = await watched.survives(attack, /PDU length|offset|dicom/i);
      expect(answers(end).at(-1)).toMatch(/ABORT/);
      expect(watched.residentBytes() - before).toBeLessThan(150 * MEBIBYTE);
    },
  );

  it(`${ABORTED_ASSOCIATIONS} aborted associations`, async () => {
    await abortedAssociations(watched.port, associate, { count: ABORTED_ASSOCIATIONS, parallel: 20 });
    await watched.assertServes();
    await watched.assertNoDescriptorLeft();
  });

  it('left nothing behind, and nothing but plain characters in the log', async () => {
    await watched.assertNoDescriptorLeft();
    await watched.assertNothingIncoming();
    watched.assertDiscreet();
    expect(watched.firstInLog(/\\u00|\\n|\\r/)).toBeUndefined();
    expect(watched.residentBytes()).toBeLessThan(500 * MEBIBYTE);
  });
});
