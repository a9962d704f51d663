/** Pixel data that lies: about sizes, counts, offsets and lengths. Memory is not taken before a claim is checked. */
import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { asIsocenterError } from '../../src/base/index.ts';
import { Dataset, tags } from '../../src/dicom/index.ts';
import { decodeFrame, encodeFrame, type ImagePixel, readImagePixel } from '../../src/pixels/index.ts';
import { encodeFile } from '../support/corpus.ts';
import { decodeAll, framesOf, imageFile } from '../support/pixels.ts';

const RLE = '1.2.840.10008.1.2.5';
const JPEG = '1.2.840.10008.1.2.4.50';
const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.70';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const JPEG_2000 = '1.2.840.10008.1.2.4.90';
const HTJ2K = '1.2.840.10008.1.2.4.201';
const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';

const image: ImagePixel = readImagePixel(
  Dataset.of({
    Rows: 16,
    Columns: 16,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: new Uint8Array(256),
  }),
);
const frame = { image, bytes: Uint8Array.from({ length: 256 }, (_, i) => i) };

async function codeOf(work: Promise<unknown>): Promise<string> {
  const before = process.memoryUsage();
  const outcome = await work.then(
    () => 'nothing went wrong',
    (error: unknown) => asIsocenterError(error).code,
  );
  const { arrayBuffers } = process.memoryUsage();
  expect(arrayBuffers - before.arrayBuffers, 'memory taken').toBeLessThan(128 * 1024 * 1024);
  return outcome;
}

const all = (file: Uint8Array) => Array.fromAsync(decodeAll(file));

describe('sizes that a data set claims', () => {
  const some = new Uint8Array(2048);

  it.each([
    ['the largest of everything', { Rows: 65535, Columns: 65535, NumberOfFrames: 2147483647 }, 'dicom/limit'],
    ['a giant frame', { Rows: 65535, Columns: 65535 }, 'dicom/limit'],
    ['a giant number of frames', { NumberOfFrames: 2147483647 }, 'dicom/limit'],
    ['more frames than there are', { NumberOfFrames: 1_000_000 }, 'dicom/truncated'],
    ['a frame larger than there is', { Rows: 8000, Columns: 8000 }, 'dicom/truncated'],
    ['no rows', { Rows: 0 }, 'pixels/bad'],
    ['negative frames', { NumberOfFrames: -3 }, 'pixels/bad'],
    ['too many samples', { SamplesPerPixel: 60_000 }, 'dicom/limit'],
    ['no samples', { SamplesPerPixel: 0 }, 'pixels/bad'],
    ['an impossible width', { BitsAllocated: 65535 }, 'pixels/bad'],
    ['more bits than there is room for', { BitsStored: 40 }, 'pixels/bad'],
    ['a high bit elsewhere', { HighBit: 77 }, 'pixels/bad'],
  ])('%s', async (_name, elements, code) => {
    expect(await codeOf(all(imageFile(elements, some)))).toBe(code);
  });
});

describe('sizes that a codestream claims', () => {
  /** Writes another size into a codestream of 16 x 16. */
  const forged = async (uid: string, change: (stream: DataView) => void) => {
    const codestream = (await encodeFrame(frame, uid)).slice();
    change(new DataView(codestream.buffer));
    return codeOf(decodeFrame(codestream, uid, image));
  };
  const atFrameHeader = (view: DataView, marker: number, change: (at: number) => void) => {
    for (let at = 0; at + 1 < view.byteLength; at++)
      if (view.getUint8(at) === 0xff && view.getUint8(at + 1) === marker) return change(at);
    throw new Error('no such marker');
  };

  it('JPEG-LS: 65535 x 65535', async () => {
    const change = (view: DataView) => atFrameHeader(view, 0xf7, (at) => view.setUint32(at + 5, 0xffffffff));
    expect(await forged(JPEG_LS, change)).toBe('pixels/bad');
  });

  it.each([0xc0, 0xc1, 0xc2, 0xc3])('JPEG, SOF %i: 65535 x 65535', async (sof) => {
    const header = [0xff, 0xd8, 0xff, sof, 0, 11, 12, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
    const stream = Uint8Array.from([...header, 0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0, 0, 0, 0xff, 0xd9]);
    expect(await codeOf(decodeFrame(stream, JPEG, image))).toBe('pixels/bad');
  });

  it.each([JPEG_2000, HTJ2K])('%s: a giant image', async (uid) => {
    expect(await forged(uid, (view) => view.setUint32(8, 0x7fffffff))).toBe('pixels/bad');
  });

  it.each([JPEG_2000, HTJ2K])('%s: a far offset that makes the size right', async (uid) => {
    const change = (view: DataView) => {
      view.setUint32(8, 0xfffffff0);
      view.setUint32(16, 0xffffffe0);
    };
    expect(['pixels/bad', 'dicom/limit']).toContain(await forged(uid, change));
  });

  it.each([JPEG_2000, HTJ2K])('%s: tiles of one pixel', async (uid) => {
    const large = { ...image, rows: 1024, columns: 1024 };
    const codestream = (await encodeFrame({ image: large, bytes: new Uint8Array(1024 * 1024) }, uid)).slice();
    const view = new DataView(codestream.buffer);
    view.setUint32(24, 1);
    view.setUint32(28, 1);
    expect(await codeOf(decodeFrame(codestream, uid, large))).toBe('dicom/limit');
  });

  it.each([JPEG_2000, HTJ2K])('%s: 16,384 components', async (uid) => {
    expect(await forged(uid, (view) => view.setUint16(40, 16_384))).toBe('pixels/bad');
  });

  it('a deflated frame that does not end', async () => {
    const { deflateRaw } = await import('../../src/dicom/index.ts');
    const bomb = deflateRaw(new Uint8Array(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await codeOf(decodeFrame(bomb, DEFLATED_FRAME, image))).toBe('dicom/limit');
  });
});

describe('broken codestreams', () => {
  const uids = [RLE, JPEG_LS, JPEG_2000, HTJ2K, DEFLATED_FRAME];

  it.each(uids)('%s: cut anywhere, never anything but a whole frame or an error', async (uid) => {
    const codestream = await encodeFrame(frame, uid);
    for (let length = 0; length < codestream.length; length += 1 + Math.floor(codestream.length / 40)) {
      const outcome = await decodeFrame(codestream.slice(0, length), uid, image).catch(asIsocenterError);
      if ('bytes' in outcome) expect(outcome.bytes).toHaveLength(256);
      else expect(outcome.code).toMatch(/^(pixels|dicom)\//);
    }
  });

  it.each(uids)('%s: bytes turned over, and the next frame is right', async (uid) => {
    const codestream = await encodeFrame(frame, uid);
    const whole = await decodeFrame(codestream, uid, image);
    for (let turn = 0; turn < 60; turn++) {
      const broken = codestream.slice();
      const at = (turn * 7919) % broken.length;
      broken[at] = broken[at]! ^ (1 << (turn % 8));
      const outcome = await decodeFrame(broken, uid, image).catch(asIsocenterError);
      if ('bytes' in outcome) expect(outcome.bytes).toHaveLength(256);
      else expect(outcome.code).toMatch(/^(pixels|dicom)\//);
    }
    expect(Buffer.compare((await decodeFrame(codestream, uid, image)).bytes, whole.bytes)).toBe(0);
  });

  it.each([...uids, JPEG, JPEG_LOSSLESS])('%s: nothing at all, and noise', async (uid) => {
    const noise = Uint8Array.from({ length: 4096 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 0xff);
    expect(await codeOf(decodeFrame(new Uint8Array(0), uid, image))).toMatch(/^(pixels|dicom)\//);
    expect(await codeOf(decodeFrame(noise, uid, image))).toMatch(/^(pixels|dicom)\//);
  });

  it('RLE whose segments point outside, overlap, or are too many', async () => {
    const codestream = await encodeFrame(frame, RLE);
    for (const [at, value] of [
      [0, 0],
      [0, 15],
      [0, 0xffffffff],
      [4, 0],
      [4, 0xfffffff0],
    ] as const) {
      const broken = codestream.slice();
      new DataView(broken.buffer).setUint32(at, value, true);
      expect(await codeOf(decodeFrame(broken, RLE, image))).toBe('pixels/bad');
    }
  });

  it('a lossless JPEG stream with a restart interval of nothing, and one without tables', async () => {
    const header = [0xff, 0xd8, 0xff, 0xc3, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0];
    const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0];
    const stream = Uint8Array.from([...header, ...scan, 0, 0, 0xff, 0xd9]);
    expect(await codeOf(decodeFrame(stream, JPEG_LOSSLESS, image))).toBe('pixels/bad');
  });
});

describe('broken JPEG streams', () => {
  /** Grey ones of 16 x 16, one for each process and decoder. */
  const streams = async () => {
    const pixels = Uint8Array.from({ length: 256 }, (_, i) => 128 + 100 * Math.sin(i / 9));
    const made = (options: JpegOptions) =>
      sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } })
        .toColourspace('b-w')
        .jpeg(options)
        .toBuffer();
    return [await made({}), await made({ progressive: true })];
  };

  it('cut anywhere, with bytes turned over: a whole frame or an error, and the next frame is right', async () => {
    for (const stream of await streams()) {
      const whole = await decodeFrame(stream, JPEG, image);
      for (let turn = 0; turn < 120; turn++) {
        const broken = Uint8Array.from(stream);
        const at = (turn * 7919) % broken.length;
        broken[at] = broken[at]! ^ (1 << (turn % 8));
        for (const bytes of [broken, stream.subarray(0, at)]) {
          const outcome = await decodeFrame(bytes, JPEG, image).catch(asIsocenterError);
          if ('bytes' in outcome) expect(outcome.bytes).toHaveLength(256);
          else expect(outcome.code).toMatch(/^(pixels|dicom)\//);
        }
      }
      expect(Buffer.compare((await decodeFrame(stream, JPEG, image)).bytes, whole.bytes)).toBe(0);
    }
  });
});

describe('fragments', () => {
  const encapsulated = (fragments: readonly Uint8Array[], table: readonly number[], frames: number) => {
    const dataset = Dataset.of({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
      SOPInstanceUID: '2.25.1',
      Rows: 16,
      Columns: 16,
      SamplesPerPixel: 1,
      NumberOfFrames: frames,
      PhotometricInterpretation: 'MONOCHROME2',
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
    });
    const basicOffsetTable = new Uint8Array(Uint32Array.from(table).buffer);
    dataset.set(tags.PixelData, 'OB', { basicOffsetTable, fragments });
    return encodeFile(dataset, '1.2.840.10008.5.1.4.1.1.7', '2.25.1', JPEG_LS);
  };
  const whole = () => encodeFrame(frame, JPEG_LS);

  it('an offset table that points anywhere is passed over', async () => {
    const stream = await whole();
    for (const table of [
      [0, 1],
      [0, 0xfffffff0],
      [8, 4],
      [0, 0],
      [3, 77],
    ]) {
      const frames = await all(encapsulated([stream, stream], table, 2));
      expect(frames.map(({ bytes }) => Buffer.compare(bytes, frame.bytes))).toEqual([0, 0]);
    }
  });

  it('more frames announced than there are fragments', async () => {
    expect(await codeOf(all(encapsulated([await whole()], [], 5)))).toBe('pixels/bad');
    expect(await codeOf(all(encapsulated([], [], 1)))).toBe('pixels/bad');
  });

  it('frames of several fragments, without a table', async () => {
    const stream = await whole();
    const half = 2 * Math.floor(stream.length / 4);
    const pieces = [stream.subarray(0, half), stream.subarray(half)];
    const frames = await all(encapsulated([...pieces, ...pieces, stream], [], 3));
    expect(frames.map(({ bytes }) => Buffer.compare(bytes, frame.bytes))).toEqual([0, 0, 0]);
  });

  it('a file that ends within a fragment, and one that lacks the delimiter', async () => {
    const file = encapsulated([await whole()], [], 1);
    expect(await codeOf(all(file.subarray(0, -40)))).toMatch(/^dicom\//);
    expect(await all(file.subarray(0, -8))).toHaveLength(1);
  });

  it('a frame that is not there', async () => {
    const reader = await framesOf(encapsulated([await whole()], [], 1));
    for (const number of [-1, 1, 0.5, Number.NaN])
      expect(await codeOf(reader.read(number))).toBe('pixels/no-frame');
  });
});
