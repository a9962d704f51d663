import { IsocenterError } from '../../src/base/index.ts';
import {
  type Dataset,
  type DicomFile,
  type Header,
  HeaderParser,
  parseFile,
  transferSyntax,
  transferSyntaxOf,
  writeFile,
} from '../../src/dicom/index.ts';
import { corpusInstance } from './corpus.ts';
import { seededRandom } from './random.ts';
import { loadCompat, readSample, sampleData } from './sample-data.ts';

export interface ParserCampaign {
  readonly seed: number;
  readonly iterations: number;
  /** DICOM files to start from; small ones make more rounds per second. */
  readonly samples: readonly Uint8Array[];
  /** Called now and then with the number of inputs done. */
  readonly onProgress?: (done: number) => void;
}

export interface CampaignReport {
  /** Inputs read to their end, with damage noted, and refused with an error of the register. */
  readonly read: number;
  readonly damaged: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly failures: readonly CampaignFailure[];
}

export interface CampaignFailure {
  readonly iteration: number;
  readonly problem: string;
  /** The input, in base64. */
  readonly input: string;
}

/** Small files are mutated more often per second. */
const maxSampleBytes = 12_000;

/** What a campaign starts from: a file of ours and, where they are, the small ones of the sample data. */
export function smallSamples(): Uint8Array[] {
  const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 1 } as const;
  const made = corpusInstance(shape, { study: 0, series: 0, instance: 0 }).encode();
  if (!sampleData) return [made];
  const readable = loadCompat().filter(({ pydicom }) => pydicom === 'ok');
  const small = readable.map(({ path }) => readSample(path)).filter(({ length }) => length < maxSampleBytes);
  return [made, ...small];
}

/** No input of a few kilobytes may take longer: processor time, since other programs run too. */
const slowMs = 1_000;
const maxFailures = 20;

/**
 * Mutates samples where the structure is (tags, VRs, lengths, delimiters, nesting) and reads them whole, tolerantly and
 * as a stream. What may happen: a data set, or an `IsocenterError`. What is read tolerantly is written byte for byte.
 */
export function runParserCampaign({ seed, iterations, samples, onProgress }: ParserCampaign): CampaignReport {
  const random = seededRandom(seed);
  const sources = samples.map(asSource);
  const counts = { read: 0, damaged: 0, refused: 0 };
  const failures: CampaignFailure[] = [];
  let slowestMs = 0;
  for (let iteration = 0; iteration < iterations && failures.length < maxFailures; iteration++) {
    const input = mutate(pick(sources, random), sources, random);
    const start = process.cpuUsage();
    const problem = attempt(() => counts[check(input, random)]++);
    const { user, system } = process.cpuUsage(start);
    const elapsed = (user + system) / 1000;
    slowestMs = Math.max(slowestMs, elapsed);
    const found = problem ?? (elapsed > slowMs ? `took ${Math.round(elapsed)} ms` : undefined);
    if (found) failures.push({ iteration, problem: found, input: Buffer.from(input).toString('base64') });
    if (iteration % 10_000 === 0) onProgress?.(iteration);
  }
  return { ...counts, slowestMs, failures };
}

function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function check(input: Uint8Array, random: () => number): 'read' | 'damaged' | 'refused' {
  const strict = orRefused(() => parseFile(input));
  const tolerant = orRefused(() => parseFile(input, { tolerant: true }));
  compareStreams(input, random);
  if (strict) orRefused(() => visit(strict.dataset));
  if (!tolerant) return 'refused';
  visit(tolerant.dataset);
  checkWritten(tolerant, input);
  return strict ? 'read' : 'damaged';
}

/** The result, or undefined for an error of the register; other errors are failures. */
function orRefused<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof IsocenterError && error.code.startsWith('dicom/')) return undefined;
    throw error;
  }
}

/** Decodes every value. */
function visit(dataset: Dataset): void {
  for (const element of dataset) {
    const value = orRefused(() => element.value);
    if (value?.kind === 'items') for (const item of value.items) visit(item);
    else dataset.string(element.tag);
  }
}

function checkWritten(file: DicomFile, input: Uint8Array): void {
  if (transferSyntaxOf(file.transferSyntaxUid)?.deflated) return;
  const written = orRefused(() => writeFile(file));
  if (written && Buffer.compare(written, input) !== 0) throw new Error('not written byte for byte');
}

/**
 * However the stream is cut, the header is the same. Only damage behind the header of a deflated stream is found or not
 * found as it falls in the same chunk.
 */
function compareStreams(input: Uint8Array, random: () => number): void {
  const whole = outcome(() => headerOf([input]));
  const cut = outcome(() => headerOf(cutUp(input, random)));
  if (whole !== cut && !isDeflated(whole) && !isDeflated(cut))
    throw new Error(`the header depends on how the stream is cut: ${whole} or ${cut}`);
}

const isDeflated = (result: string): boolean =>
  result.includes(`"${transferSyntax.deflatedExplicitVrLittleEndian.uid}"`);

function headerOf(chunks: readonly Uint8Array[]): Header {
  const parser = new HeaderParser({ file: true });
  for (const chunk of chunks) {
    const header = parser.push(chunk);
    if (header) return header;
  }
  return parser.end();
}

function outcome(work: () => Header): string {
  try {
    const { dataset, transferSyntaxUid, dataSetOffset, pixelDataOffset, omitted } = work();
    return JSON.stringify([
      [...dataset].map(({ tag }) => tag),
      transferSyntaxUid,
      dataSetOffset,
      pixelDataOffset,
      omitted,
    ]);
  } catch (error) {
    if (error instanceof IsocenterError) return error.code;
    throw error;
  }
}

function cutUp(input: Uint8Array, random: () => number): readonly Uint8Array[] {
  const longest = 1 + below(random, random() < 0.5 ? 16 : 2048);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < input.length; ) {
    const length = 1 + below(random, longest);
    chunks.push(input.slice(at, at + length));
    at += length;
  }
  return chunks;
}

/** A sample, and where its elements begin. */
interface Source {
  readonly bytes: Uint8Array;
  readonly offsets: readonly number[];
}

function asSource(bytes: Uint8Array): Source {
  const file = orRefused(() => parseFile(bytes, { tolerant: true }));
  const offsets = file ? [...offsetsIn(file.meta), ...offsetsIn(file.dataset)] : [];
  return { bytes, offsets: offsets.filter((offset) => offset >= 0 && offset < bytes.length - 8) };
}

function offsetsIn(dataset: Dataset): number[] {
  return [...dataset].flatMap((element) => {
    const value = orRefused(() => element.value);
    const items = value?.kind === 'items' ? value.items : [];
    return [element.start, ...items.flatMap((item) => [item.span?.start ?? 0, ...offsetsIn(item)])];
  });
}

type Mutation = (
  bytes: Uint8Array,
  at: number,
  random: () => number,
  sources: readonly Source[],
) => Uint8Array;

const oddLengths = [0, 1, 7, 8, 0xff, 0xffff, 0x10000, 0x7fffffff, 0xfffffffe, 0xffffffff];
const oddTags = [
  0xfffee000, 0xfffee00d, 0xfffee0dd, 0x7fe00010, 0x00080005, 0x00020010, 0x00000000, 0xffffffff, 0x00091001,
];
const oddVrs = ['SQ', 'UN', 'OB', 'UT', 'US', 'AT', 'ZZ', '\0\0', 'OW', 'FD', 'UV', 'DS', 'PN'];

const mutations: readonly Mutation[] = [
  (bytes, at, random) => set32(bytes, at + 4, pick(oddLengths, random)),
  (bytes, at, random) => set32(bytes, at + 8, pick(oddLengths, random)),
  (bytes, at, random) => set16(bytes, at + 6, below(random, 0x10000)),
  (bytes, at, random) => setTag(bytes, at, pick(oddTags, random)),
  (bytes, at, random) => setText(bytes, at + 4, pick(oddVrs, random)),
  (bytes, _at, random) => setByte(bytes, below(random, bytes.length), below(random, 256)),
  (bytes, at, random) => setByte(bytes, at + below(random, 12), below(random, 256)),
  (bytes, _at, random) => bytes.slice(0, below(random, bytes.length)),
  (bytes, at) => bytes.slice(0, at + 8),
  (bytes, at, random) => insert(bytes, at, bytes.slice(at, at + below(random, 512))),
  (bytes, at, random) => insert(bytes, at, nested(1 + below(random, 100))),
  (bytes, at, random, sources) => insert(bytes, at, pieceOf(pick(sources, random), random)),
  (bytes, at, random) => remove(bytes, at, below(random, 64)),
];

function mutate(source: Source, sources: readonly Source[], random: () => number): Uint8Array {
  let bytes: Uint8Array = source.bytes.slice();
  const rounds = 1 + below(random, 4);
  for (let round = 0; round < rounds; round++) {
    const at = source.offsets.length > 0 ? pick(source.offsets, random) : below(random, bytes.length);
    bytes = pick(mutations, random)(bytes, at, random, sources);
  }
  return bytes;
}

/** Sequences of undefined length in each other, never closed; explicit VR. */
function nested(depth: number): Uint8Array {
  const level = [
    0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff,
    0xff,
  ];
  return Uint8Array.from({ length: depth * level.length }, (_, i) => level[i % level.length]!);
}

function pieceOf({ bytes, offsets }: Source, random: () => number): Uint8Array {
  const start = offsets.length > 0 ? pick(offsets, random) : 0;
  return bytes.slice(start, start + below(random, 1024));
}

const below = (random: () => number, limit: number): number => Math.floor(random() * limit);
const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[below(random, items.length)]!;

function setByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  if (at < bytes.length) bytes[at] = value;
  return bytes;
}

function set16(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return setByte(setByte(bytes, at, value & 0xff), at + 1, value >>> 8);
}

function set32(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return set16(set16(bytes, at, value & 0xffff), at + 2, value >>> 16);
}

function setTag(bytes: Uint8Array, at: number, tag: number): Uint8Array {
  return set16(set16(bytes, at, tag >>> 16), at + 2, tag & 0xffff);
}

function setText(bytes: Uint8Array, at: number, text: string): Uint8Array {
  return setByte(setByte(bytes, at, text.charCodeAt(0)), at + 1, text.charCodeAt(1));
}

function insert(bytes: Uint8Array, at: number, piece: Uint8Array): Uint8Array {
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]));
}

function remove(bytes: Uint8Array, at: number, length: number): Uint8Array {
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]));
}
