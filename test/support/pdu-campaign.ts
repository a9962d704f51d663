import { isDeepStrictEqual } from 'node:util';
import { IsocenterError } from '../../src/base/index.ts';
import { bytesOf, encodedPdus } from '../../src/dimse/encoded-pdus.fixture.ts';
import { Framer } from '../../src/dimse/framer.ts';
import type { AssociateRequest, DataFragment, Pdu } from '../../src/dimse/pdu.ts';
import { encodePdu } from '../../src/dimse/pdu-writer.ts';
import { seededRandom } from './random.ts';

export interface PduCampaignResult {
  readonly inputs: number;
  readonly decoded: number;
  readonly refused: number;
  readonly slowestMs: number;
}

const limits = { dataPduLength: 1 << 20, controlPduLength: 1 << 17 };

/**
 * Mutated PDUs against the decoder: it gives PDUs, or asks for more, or throws a register error; and what it gave
 * encodes and decodes to the same again. Throws with the seed and the input when that is not so.
 */
export function pduCampaign(options: { seed: number; inputs: number }): PduCampaignResult {
  const random = seededRandom(options.seed);
  const totals = { inputs: 0, decoded: 0, refused: 0, slowestMs: 0 };
  for (; totals.inputs < options.inputs; totals.inputs++) {
    const input = mutated(sample(random), random);
    const started = performance.now();
    try {
      const pdus = decode(chunked(input, random));
      totals.decoded += pdus.length;
      for (const pdu of pdus) assertRoundTrip(pdu);
    } catch (error) {
      if (!isRefusal(error)) throw failure(options.seed, totals.inputs, input, error);
      totals.refused++;
    }
    totals.slowestMs = Math.max(totals.slowestMs, performance.now() - started);
  }
  return totals;
}

const isRefusal = (error: unknown): boolean => error instanceof IsocenterError && error.code !== 'internal';

const failure = (seed: number, index: number, input: Buffer, cause: unknown): Error =>
  new Error(`PDU campaign, seed ${seed}, input ${index}: ${input.toString('hex').slice(0, 2000)}`, { cause });

function decode(chunks: readonly Buffer[]): Pdu[] {
  const framer = new Framer(limits);
  const pdus: Pdu[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let pdu = framer.next(); pdu; pdu = framer.next()) pdus.push(pdu);
  }
  return pdus;
}

function assertRoundTrip(pdu: Pdu): void {
  const [again] = decode([encodePdu(pdu)]);
  if (!isDeepStrictEqual(comparable(again), comparable(pdu))) throw new Error('the PDU does not round-trip');
}

/** Views are compared by what they show. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, comparable(part)]));
}

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!;
const some = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: below(random, most + 1) }, make);

function sample(random: Random): Buffer {
  if (random() < 0.4) return encodePdu(randomRequest(random));
  if (random() < 0.3) return encodePdu(randomFragment(random));
  return Buffer.concat(some(random, 3, () => bytesOf(pick(random, encodedPdus))));
}

function randomFragment(random: Random): DataFragment {
  const data = Buffer.alloc(below(random, 300), below(random, 256));
  return {
    type: 'P-DATA-TF',
    contextId: below(random, 256),
    isCommand: random() < 0.5,
    last: random() < 0.5,
    data,
  };
}

function randomRequest(random: Random): AssociateRequest {
  const uid = (): string => `1.2.${below(random, 1000)}`;
  const bytes = (): Buffer => Buffer.alloc(below(random, 20), below(random, 256));
  return {
    type: 'A-ASSOCIATE-RQ',
    protocolVersion: 1,
    calledAeTitle: 'CALLED',
    callingAeTitle: 'CALLING',
    applicationContext: uid(),
    contexts: some(random, 6, () => ({
      id: below(random, 128) * 2 + 1,
      abstractSyntax: uid(),
      transferSyntaxes: some(random, 4, uid),
    })),
    userInformation: {
      maximumLength: below(random, 2 ** 32),
      implementationClassUid: uid(),
      implementationVersionName: 'VERSION',
      asynchronousOperationsWindow: { maximumInvoked: below(random, 9), maximumPerformed: 1 },
      roleSelections: some(random, 3, () => ({ sopClassUid: uid(), scuRole: true, scpRole: random() < 0.5 })),
      extendedNegotiations: some(random, 3, () => ({ sopClassUid: uid(), information: bytes() })),
      commonExtendedNegotiations: some(random, 3, () => ({
        sopClassUid: uid(),
        serviceClassUid: uid(),
        relatedGeneralSopClassUids: some(random, 3, uid),
      })),
      userIdentity: {
        type: below(random, 6),
        positiveResponseRequested: random() < 0.5,
        primaryField: bytes(),
        secondaryField: bytes(),
      },
    },
  };
}

type Mutation = (input: Buffer, random: Random) => Buffer;

const interesting = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];

const mutations: readonly Mutation[] = [
  (input) => input,
  (input, random) => input.subarray(0, below(random, input.length + 1)),
  (input, random) => overwritten(input, below(random, input.length), below(random, 256)),
  (input, random) => overwritten(input, below(random, input.length), pick(random, interesting)),
  // The length of the PDU lies.
  (input, random) => overwritten(input, 2 + below(random, 4), pick(random, interesting)),
  // Bytes are inserted, or taken out: every length after them is wrong.
  (input, random) => {
    const at = below(random, input.length);
    return Buffer.concat([input.subarray(0, at), Buffer.alloc(below(random, 8), 0x20), input.subarray(at)]);
  },
  (input, random) => {
    const at = below(random, input.length);
    return Buffer.concat([input.subarray(0, at), input.subarray(at + below(random, 8))]);
  },
  // A part is repeated.
  (input, random) => {
    const part = input.subarray(below(random, input.length), below(random, input.length));
    return Buffer.concat([input, part, part]);
  },
];

function overwritten(input: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(input);
  if (at < copy.length) copy[at] = byte;
  return copy;
}

function mutated(input: Buffer, random: Random): Buffer {
  let bytes = input;
  for (let rounds = below(random, 4); rounds > 0; rounds--) bytes = pick(random, mutations)(bytes, random);
  return bytes;
}

function chunked(input: Buffer, random: Random): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < input.length; ) {
    const length = random() < 0.5 ? input.length : 1 + below(random, 40);
    chunks.push(input.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
