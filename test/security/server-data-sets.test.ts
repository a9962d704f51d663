/** C-STORE of data sets that are broken, lie or are made to hurt: a status, one line of the log, nothing kept. */
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, type PlainDataset, parseDataset, tags, writeDataset } from '../../src/dicom/index.ts';
import { corpusInstance, transferSyntaxes } from '../support/corpus.ts';
import { bytes, explicit, item, itemEnd, repeated, sequenceEnd, UNDEFINED } from '../support/dicom-bytes.ts';
import { engines } from '../support/engines.ts';
import { type RawInstance, readRaw, storeRaw } from '../support/store-scu.ts';
import { secretPatient, WatchedServer } from '../support/watched-server.ts';

const MEBIBYTE = 1024 * 1024;
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const MISMATCH = 0xa900;
const CANNOT_UNDERSTAND = 0xc000;

let made = 0;

function good(override: PlainDataset = {}): { dataset: Dataset; raw: RawInstance } {
  const { dataset, encode } = corpusInstance(
    {
      kind: 'tiny',
      studies: 1,
      instancesPerSeries: 1,
      seed: 77_003,
      override: () => ({ ...secretPatient, ...override }),
    },
    { study: 0, series: 0, instance: made++ },
  );
  return { dataset, raw: readRaw(encode()) };
}

/** Announced as a good instance; the data set is another. */
function withDataSet(
  change: (dataset: Dataset) => void,
  uid = transferSyntaxes.explicitVrLittleEndian,
): RawInstance {
  const { dataset, raw } = good();
  change(dataset);
  return { ...raw, transferSyntaxUid: uid, dataSet: writeDataset(dataset, uid) };
}

/** The element with this tag is replaced by bytes as they are given. */
function withBytes(tag: number, ...elements: readonly Uint8Array[]): RawInstance {
  const { raw } = good();
  const { start, valueEnd } = parseDataset(raw.dataSet, raw.transferSyntaxUid).get(tag)!;
  const { dataSet } = raw;
  return {
    ...raw,
    dataSet: Buffer.concat([dataSet.subarray(0, start), ...elements, dataSet.subarray(valueEnd)]),
  };
}

const withUid = (tag: number, uid: string): RawInstance =>
  withBytes(tag, explicit(tag, 'UI', uid.length % 2 === 1 ? `${uid}\0` : uid));

function cut(bytesFromEnd: number): RawInstance {
  const { raw } = good();
  return { ...raw, dataSet: raw.dataSet.subarray(0, raw.dataSet.length - bytesFromEnd) };
}

/** JPEG as fragments: an empty offset table, one fragment, the delimiter. */
function encapsulated(...pixelData: readonly Uint8Array[]): RawInstance {
  const element = explicit(tags.PixelData, 'OB', [], UNDEFINED);
  const instance = withBytes(tags.PixelData, element, ...pixelData);
  return { ...instance, transferSyntaxUid: JPEG_BASELINE };
}

function deflated(dataSet: Uint8Array): RawInstance {
  const { raw } = good();
  const uid = transferSyntaxes.deflatedExplicitVrLittleEndian;
  return { ...raw, transferSyntaxUid: uid, dataSet: deflateRawSync(dataSet) };
}

/** Sequences in each other. */
function nested(depth: number): Uint8Array {
  const level = bytes(explicit(tags.ReferencedStudySequence, 'SQ', [], UNDEFINED), item([], UNDEFINED));
  return repeated(level, depth);
}

const DEPTH = 100_000;
const COUNT = 300_000;
const study = tags.StudyInstanceUID;
const before = tags.ReferencedStudySequence;

describe.each(engines)('bad data sets, on $name', (engine) => {
  let watched: WatchedServer;

  beforeAll(async () => {
    watched = await WatchedServer.start(engine);
  });
  afterAll(() => watched?.[Symbol.asyncDispose]());

  const mismatched: Record<string, [make: () => RawInstance, reason: RegExp]> = {
    'another SOP instance than announced': [
      () => ({ ...good().raw, sopInstanceUid: '1.2.3.4' }),
      /0xA900 SOPInstanceUID of the data set is not the one announced/,
    ],
    'another SOP class than announced': [
      () => ({ ...good().raw, sopClassUid: '1.2.840.10008.5.1.4.1.1.2' }),
      /0xA900 SOPClassUID of the data set is not the one announced/,
    ],
    'no StudyInstanceUID': [() => withDataSet((it) => it.delete(study)), /no StudyInstanceUID/],
    'an empty StudyInstanceUID': [() => withUid(study, ''), /no StudyInstanceUID/],
    'no SeriesInstanceUID': [
      () => withDataSet((it) => it.delete(tags.SeriesInstanceUID)),
      /no SeriesInstanceUID/,
    ],
    'no SOPInstanceUID': [() => withDataSet((it) => it.delete(tags.SOPInstanceUID)), /no SOPInstanceUID/],
    'nothing but pixel data': [
      () => ({ ...good().raw, dataSet: explicit(tags.PixelData, 'OW', [1, 2, 3, 4]) }),
      /no StudyInstanceUID/,
    ],
  };
  it.each(Object.entries(mismatched))('%s: A900', async (_name, [make, reason]) => {
    expect(await refused(make(), reason)).toBe(MISMATCH);
  });

  const misunderstood: Record<string, [make: () => RawInstance, reason: RegExp]> = {
    'a study UID that climbs': [
      () => withUid(study, '../../../../etc/x'),
      /StudyInstanceUID is not a valid UID/,
    ],
    'a study UID of dots': [() => withUid(study, '..'), /not a valid UID/],
    'a study UID that is absolute': [() => withUid(study, '/etc/passwd'), /not a valid UID/],
    'a study UID with NUL inside': [() => withUid(study, '1.2\0.3/../4'), /not a valid UID/],
    'a study UID with a space': [() => withUid(study, '1.2 3.4'), /not a valid UID/],
    'a study UID of 66 characters': [() => withUid(study, `1.${'2'.repeat(64)}`), /not a valid UID/],
    'a study UID of 60,000 characters': [() => withUid(study, `1.${'2'.repeat(59_998)}`), /not a valid UID/],
    'a series UID that climbs': [
      () => withUid(tags.SeriesInstanceUID, '../x'),
      /SeriesInstanceUID is not a valid UID/,
    ],
    'pixel data shorter than announced': [() => cut(20), /20/],
    'pixel data of which nothing came': [() => cut(128), /128/],
    'pixel data that announces 4 GiB': [
      () => withBytes(tags.PixelData, explicit(tags.PixelData, 'OW', new Uint8Array(128), 0xfffffffe)),
      /0xC000/,
    ],
    'an end inside the header': [() => cut(900), /0xC000/],
    'an element longer than the data set': [
      () => withBytes(tags.StudyDescription, explicit(tags.StudyDescription, 'LO', 'short', 60_000)),
      /0xC000/,
    ],
    'fragments without their end': [() => encapsulated(item([]), item(new Uint8Array(500))), /0xC000/],
    'a fragment shorter than announced': [
      () => encapsulated(item([]), item(new Uint8Array(500), 5_000)),
      /0xC000/,
    ],
    'something else among fragments': [
      () => encapsulated(item([]), explicit(study, 'UI', '1.2.3 '), sequenceEnd),
      /0xC000/,
    ],
    [`sequences ${DEPTH} deep`]: [() => withBytes(before, nested(DEPTH)), /Sequence depth/],
    [`sequences ${DEPTH} deep and closed`]: [
      () => withBytes(before, nested(DEPTH), repeated(bytes(itemEnd, sequenceEnd), DEPTH)),
      /Sequence depth/,
    ],
    [`${COUNT} items`]: [
      () => withBytes(before, explicit(before, 'SQ', [], UNDEFINED), repeated(item([]), COUNT), sequenceEnd),
      /count is|0xC000/i,
    ],
    [`${COUNT} elements`]: [
      () => withBytes(before, repeated(explicit(0x00091010, 'LO', 'ab'), COUNT)),
      /Element count/,
    ],
    'a deflated bomb in the header': [
      () =>
        deflated(Buffer.concat([explicit(0x00080005, 'UT', [], 0x7fffffff), Buffer.alloc(200 * MEBIBYTE)])),
      /0xC000/,
    ],
    'a deflated stream cut short': [
      () => {
        const whole = deflated(good().raw.dataSet);
        return { ...whole, dataSet: whole.dataSet.subarray(0, whole.dataSet.length - 40) };
      },
      /0xC000/,
    ],
    'noise that claims to be deflated': [
      () => ({ ...deflated(new Uint8Array(2)), dataSet: Buffer.alloc(5_000, 0xe7) }),
      /0xC000/,
    ],
    noise: [() => ({ ...good().raw, dataSet: Buffer.alloc(5_000, 0xe7) }), /0xC000/],
  };
  it.each(Object.entries(misunderstood))('%s: C000', async (_name, [make, reason]) => {
    expect(await refused(make(), reason)).toBe(CANNOT_UNDERSTAND);
  });

  it('a data set of no bytes', async () => {
    expect(await refused({ ...good().raw, dataSet: new Uint8Array(0) }, /no StudyInstanceUID/)).toBe(
      MISMATCH,
    );
  });

  it('left no descriptor open, and memory as it was', async () => {
    await watched.assertNoDescriptorLeft();
    expect(watched.residentBytes()).toBeLessThan(600 * MEBIBYTE);
  });

  async function refused(instance: RawInstance, reason: RegExp): Promise<number> {
    const [status] = await watched.survives(() => storeRaw(watched.server.peer, [instance]), reason);
    return status!;
  }
});
