import { describe, expect, it } from 'vitest';
import { IsocenterError } from '../../base/index.ts';
import type { Frame } from '../frame.ts';
import { frameLength, type ImagePixel } from '../image-pixel.ts';
import { decodeFrame, encodeFrame } from './registry.ts';

const syntaxes = {
  RLE: '1.2.840.10008.1.2.5',
  'JPEG-LS': '1.2.840.10008.1.2.4.80',
  'JPEG 2000': '1.2.840.10008.1.2.4.90',
  HTJ2K: '1.2.840.10008.1.2.4.201',
} as const;

const grey: ImagePixel = {
  rows: 37,
  columns: 53,
  samplesPerPixel: 1,
  numberOfFrames: 1,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  isSigned: false,
  sampleKind: 'integer',
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
};
const rgb = { ...grey, samplesPerPixel: 3, photometricInterpretation: 'RGB' };
const bits = (bitsAllocated: number, bitsStored: number) => ({
  bitsAllocated,
  bitsStored,
  highBit: bitsStored - 1,
});

const images: Readonly<Record<string, ImagePixel>> = {
  '8 bits': { ...grey, ...bits(8, 8) },
  '7 of 8 bits': { ...grey, ...bits(8, 7) },
  '12 of 16 bits': { ...grey, ...bits(16, 12) },
  '12 of 16 bits, signed': { ...grey, ...bits(16, 12), isSigned: true },
  '16 bits': grey,
  '16 bits, signed': { ...grey, isSigned: true },
  'one row': { ...grey, rows: 1 },
  'one pixel': { ...grey, rows: 1, columns: 1 },
  'colours of 8 bits': { ...rgb, ...bits(8, 8) },
};

/** A slope with edges and noise, within the stored bits; signed ones fill the cell. */
function frameOf(image: ImagePixel): Frame {
  const bytes = new Uint8Array(frameLength(image));
  const view = new DataView(bytes.buffer);
  const range = 2 ** image.bitsStored;
  const width = image.bitsAllocated / 8;
  for (let i = 0; i * width < bytes.length; i++) {
    const noise = (Math.imul(i + 1, 2654435761) >>> 20) % 17;
    const value = ((i * 97 + noise) % range) - (image.isSigned ? range / 2 : 0);
    if (width === 1) view.setUint8(i, value & 0xff);
    else if (width === 2) view.setUint16(i * 2, value & 0xffff, true);
    else view.setUint32(i * 4, value >>> 0, true);
  }
  return { image, bytes };
}

const cases = Object.keys(syntaxes).flatMap((syntax) =>
  Object.keys(images).map((name) => ({ syntax: syntax as keyof typeof syntaxes, name })),
);

describe('what is compressed without loss comes back', () => {
  it.each(cases)('$syntax, $name', async ({ syntax, name }) => {
    const frame = frameOf(images[name]!);
    const codestream = await encodeFrame(frame, syntaxes[syntax]);
    expect(codestream.length % 2).toBe(0);
    const decoded = await decodeFrame(codestream, syntaxes[syntax], frame.image);
    expect(decoded.image).toEqual(frame.image);
    expect(Buffer.compare(decoded.bytes, frame.bytes)).toBe(0);
  });

  it.each([
    ['32 bits', { ...grey, ...bits(32, 32) }],
    ['colours of 16 bits', rgb],
    ['single bits', { ...grey, ...bits(1, 1) }],
  ])('RLE, %s', async (_name, image) => {
    const frame = image.bitsAllocated === 1 ? oneBit(image) : frameOf(image);
    const decoded = await decodeFrame(await encodeFrame(frame, syntaxes.RLE), syntaxes.RLE, image);
    expect(Buffer.compare(decoded.bytes, frame.bytes)).toBe(0);
  });

  it('RLE of long runs and of rows without any', async () => {
    const image = { ...grey, ...bits(8, 8), rows: 300, columns: 1000 };
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i < 150_000 ? 0 : (i * 7) % 251));
    const codestream = await encodeFrame({ image, bytes }, syntaxes.RLE);
    expect(codestream.length).toBeLessThan(160_000);
    const decoded = await decodeFrame(codestream, syntaxes.RLE, image);
    expect(Buffer.compare(decoded.bytes, bytes)).toBe(0);
  });

  it('a decoder is kept, and the next frame shows nothing of the one before', async () => {
    const large = frameOf({ ...grey, rows: 200, columns: 200 });
    const small = frameOf({ ...grey, rows: 5, columns: 7 });
    for (const uid of Object.values(syntaxes)) {
      await decodeFrame(await encodeFrame(large, uid), uid, large.image);
      const decoded = await decodeFrame(await encodeFrame(small, uid), uid, small.image);
      expect(Buffer.compare(decoded.bytes, small.bytes)).toBe(0);
      // The bytes are ours: memory of a WebAssembly module is many times as large.
      expect(decoded.bytes.buffer.byteLength).toBeLessThan(1024);
    }
  });
});

describe('what cannot be compressed', () => {
  it.each([
    ['JPEG baseline of 16 bits', '1.2.840.10008.1.2.4.50', grey],
    ['JPEG 2000 of 32 bits', syntaxes['JPEG 2000'], { ...grey, ...bits(32, 32) }],
    ['JPEG 2000 of colours of 16 bits', syntaxes['JPEG 2000'], rgb],
    ['near-lossless JPEG-LS', '1.2.840.10008.1.2.4.81', grey],
    ['MPEG-4', '1.2.840.10008.1.2.4.102', grey],
  ])('%s is refused by name', async (_name, uid, image) => {
    const refused = await encodeFrame(frameOf(image), uid).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(IsocenterError);
    expect((refused as IsocenterError).code).toBe('pixels/unsupported');
  });
});

function oneBit(image: ImagePixel): Frame {
  const bytes = Uint8Array.from({ length: frameLength(image) }, (_, i) => (i * 37) & 0xff);
  return { image, bytes };
}
