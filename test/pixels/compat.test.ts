/** Every sample with an image, against what GDCM makes of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asIsocenterError } from '../../src/base/index.ts';
import { decodeFrame, frameLength } from '../../src/pixels/index.ts';
import { decodeAll, framesOf, largestDifference, nativePixelData, sha256 } from '../support/pixels.ts';
import { findProgram, runOrThrow } from '../support/processes.ts';
import { type CompatRow, loadCompat, readSample, sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

/** A row that is checked in another way, and why. */
interface Exception {
  readonly path: string;
  readonly why: string;
  /** Another sample with the same pixels, whose own row is checked. */
  readonly sameAs?: string;
  /** The error that it is refused with. */
  readonly refused?: string;
  /** Another decoder than GDCM that it is held against. */
  readonly secondDecoder?: 'OpenJPEG' | 'dcmdjpls';
  /** Nothing that it could be held against: decoding gives whole frames, no more is asked. */
  readonly onlyDecodes?: true;
}

const exceptions = new Map(
  (JSON.parse(readFileSync(new URL('compat.exceptions.json', import.meta.url), 'utf8')) as Exception[]).map(
    (each) => [each.path, each],
  ),
);

/** 12 bit JPEG: decoders round differently (ITU-T T.81 A.3.3 does not say how), by one at most. */
const lossy12Bit = [51, 53, 55].map((process) => `1.2.840.10008.1.2.4.${process}`);
const hasOracle = ({ sha256OfPixels }: CompatRow) => sha256OfPixels !== '';
const isLossy12Bit = ({ ts }: CompatRow) => lossy12Bit.includes(ts);

const rows = sampleData ? loadCompat().filter(({ gdcm }) => gdcm !== '') : [];
if (!sampleData) console.warn('SKIPPED: pixels as GDCM decodes them (the sample data is not here)');

describe.skipIf(!sampleData)('pixels as GDCM decodes them', () => {
  const exact = rows.filter((row) => hasOracle(row) && !isLossy12Bit(row) && !exceptions.has(row.path));

  it('has them all', () => {
    expect(exact.length).toBeGreaterThan(300);
    const known = new Set(rows.map(({ path }) => path));
    expect([...exceptions.keys()].filter((path) => !known.has(path))).toEqual([]);
    const open = rows.filter((row) => !hasOracle(row) && !exceptions.has(row.path));
    expect(
      open.map(({ path }) => path),
      'rows that GDCM fails at need an entry',
    ).toEqual([]);
  });

  it.each(exact)('$path', async ({ path, sha256OfPixels }) => {
    expect(sha256(await nativePixelData(readSample(path)))).toBe(sha256OfPixels);
  });
});

describe.skipIf(!sampleData)('pixels that GDCM is no judge of', () => {
  const listed = [...exceptions.values()];

  it.each(listed.filter(({ sameAs }) => sameAs))('$path: as $sameAs', async ({ path, sameAs }) => {
    const expected = sha256(await nativePixelData(readSample(sameAs!)));
    expect(sha256(await nativePixelData(readSample(path)))).toBe(expected);
  });

  it.each(listed.filter(({ refused }) => refused))('$path: $refused', async ({ path, refused }) => {
    const error = await nativePixelData(readSample(path)).catch((thrown: unknown) => thrown);
    expect(asIsocenterError(error).code).toBe(refused);
  });

  it.each(listed.filter(({ onlyDecodes }) => onlyDecodes))('$path is decoded', async ({ path }) => {
    const { image } = await framesOf(readSample(path));
    const frames = await Array.fromAsync(decodeAll(readSample(path)));
    expect(frames).toHaveLength(image.numberOfFrames);
    for (const { bytes } of frames) expect(bytes).toHaveLength(frameLength(image));
  });
});

describe.skipIf(!sampleData)('HTJ2K, against OpenJPEG', () => {
  const JPEG_2000 = '1.2.840.10008.1.2.4.90';
  const listed = [...exceptions.values()].filter(({ secondDecoder }) => secondDecoder === 'OpenJPEG');

  it.each(listed)('$path is within one, equal where lossless', async ({ path }) => {
    const reader = await framesOf(readSample(path));
    const codestream = await reader.read(0);
    const ours = await decodeFrame(codestream, reader.transferSyntaxUid, reader.image);
    const theirs = await decodeFrame(codestream, JPEG_2000, reader.image);
    const tolerance = path.includes('Lossless') ? 0 : 1;
    expect(largestDifference(ours.bytes, theirs.bytes)).toBeLessThanOrEqual(tolerance);
  });
});

describeWithPeer(
  'JPEG-LS with a loss, against DCMTK',
  sampleData !== undefined && findProgram('dcmdjpls') !== undefined,
  () => {
    const listed = [...exceptions.values()].filter(({ secondDecoder }) => secondDecoder === 'dcmdjpls');

    it.each(listed)('$path', async ({ path }) => {
      using directory = new TemporaryDirectory();
      const raw = join(directory.path, 'raw.dcm');
      await runOrThrow('dcmdjpls', [samplePath(path), raw]);
      const theirs = await nativePixelData(new Uint8Array(readFileSync(raw)));
      expect(sha256(await nativePixelData(readSample(path)))).toBe(sha256(theirs));
    });
  },
  'dcmdjpls',
);

describeWithPeer(
  '12-bit JPEG, sample by sample',
  sampleData !== undefined && findProgram('gdcmconv') !== undefined,
  () => {
    it.each(rows.filter(isLossy12Bit))('$path is within one of GDCM', async ({ path }) => {
      using directory = new TemporaryDirectory();
      const raw = join(directory.path, 'raw.dcm');
      await runOrThrow('gdcmconv', ['--raw', samplePath(path), raw]);
      const theirs = samples(await nativePixelData(new Uint8Array(readFileSync(raw))));
      const ours = samples(await nativePixelData(readSample(path)));
      expect(largestDifference(ours, theirs)).toBeLessThanOrEqual(1);
    });
  },
  'gdcmconv',
);

const samples = (bytes: Uint8Array): Uint16Array => new Uint16Array(Uint8Array.from(bytes).buffer);
