/** RLE Lossless (PS3.5 annex G): byte planes, each packed by itself, the most significant bytes first. */
import { IsocenterError } from '../../base/index.ts';
import { concat } from '../../dicom/index.ts';
import { bad, type Frame } from '../frame.ts';
import { frameLength, type ImagePixel } from '../image-pixel.ts';
import { type Codec, padded } from './codec.ts';

const HEADER = 64;
const MAX_SEGMENTS = 15;

export const rle: Codec = {
  async decode(codestream, image) {
    const { planes, planeLength, width } = layoutOf(image);
    const decoded = { ...image, numberOfFrames: 1, planarConfiguration: 0 } as const;
    const bytes = new Uint8Array(frameLength(decoded));
    const segments = segmentsOf(codestream, planes);
    for (const [index, segment] of segments.entries()) {
      const sample = Math.floor(index / width);
      // Most significant byte first; ours are in little endian.
      const byte = width - 1 - (index % width);
      unpack(segment, bytes, sample * width + byte, planes, planeLength);
    }
    return { image: decoded, bytes };
  },

  async encode(frame) {
    const { planes, planeLength, width } = layoutOf(frame.image);
    if (frame.image.planarConfiguration === 1)
      throw new IsocenterError('pixels/unsupported', { what: 'RLE of samples in planes' });
    const header = new DataView(new ArrayBuffer(HEADER));
    header.setUint32(0, planes, true);
    const parts: Uint8Array[] = [new Uint8Array(header.buffer)];
    let offset = HEADER;
    for (let index = 0; index < planes; index++) {
      const sample = Math.floor(index / width);
      const start = sample * width + width - 1 - (index % width);
      const segment = padded(pack(planeOf(frame, start, planes, planeLength), rowLength(frame.image)));
      header.setUint32(4 + index * 4, offset, true);
      offset += segment.length;
      parts.push(segment);
    }
    return concat(parts);
  },
};

function layoutOf(image: ImagePixel): { planes: number; planeLength: number; width: number } {
  const { rows, columns, samplesPerPixel, bitsAllocated } = image;
  const width = Math.ceil(bitsAllocated / 8);
  const planes = width * samplesPerPixel;
  if (planes > MAX_SEGMENTS)
    throw new IsocenterError('pixels/unsupported', { what: `RLE with ${planes} segments` });
  return { planes, width, planeLength: Math.ceil((rows * columns * Math.min(8, bitsAllocated)) / 8) };
}

/** G.5: how many segments there are, and where each begins. */
function segmentsOf(codestream: Uint8Array, expected: number): Uint8Array[] {
  if (codestream.length < HEADER) throw bad('its RLE header is cut off');
  const view = new DataView(codestream.buffer, codestream.byteOffset, HEADER);
  const count = view.getUint32(0, true);
  if (count !== expected) throw bad(`it has ${count} RLE segments, not ${expected}`);
  const offsets = Array.from({ length: count }, (_, i) => view.getUint32(4 + i * 4, true));
  return offsets.map((start, i) => {
    const end = offsets[i + 1] ?? codestream.length;
    if (start < HEADER || end < start || end > codestream.length)
      throw bad('its RLE segments overlap or lie outside');
    return codestream.subarray(start, end);
  });
}

/** G.3.2, into every `step`th byte; exactly `length` of them. */
function unpack(segment: Uint8Array, target: Uint8Array, start: number, step: number, length: number): void {
  const end = start + length * step;
  let to = start;
  for (let at = 0; to < end; ) {
    const control = segment[at++];
    if (control === undefined) throw bad('an RLE segment ends too early');
    if (control < 128) {
      const from = at;
      at += control + 1;
      if (at > segment.length) throw bad('an RLE segment ends too early');
      for (let i = from; i < at && to < end; i++, to += step) target[to] = segment[i]!;
    } else if (control > 128) {
      const value = segment[at++];
      if (value === undefined) throw bad('an RLE segment ends too early');
      for (let left = 257 - control; left > 0 && to < end; left--, to += step) target[to] = value;
    }
  }
}

/** G.3.1 asks that no run crosses the end of a row. */
const rowLength = ({ columns, rows, bitsAllocated }: ImagePixel): number =>
  bitsAllocated === 1 ? Math.ceil((rows * columns) / 8) : columns;

function planeOf({ bytes }: Frame, start: number, step: number, length: number): Uint8Array {
  if (step === 1) return bytes;
  const plane = new Uint8Array(length);
  for (let i = 0; i < length; i++) plane[i] = bytes[start + i * step]!;
  return plane;
}

const LONGEST = 128;

function pack(plane: Uint8Array, row: number): Uint8Array {
  // Literal runs add one byte to 128; a row may end one early.
  const out = new Uint8Array(plane.length + Math.ceil(plane.length / row) * (Math.ceil(row / LONGEST) + 1));
  let to = 0;
  for (let start = 0; start < plane.length; start += row)
    to = packRow(plane, start, Math.min(start + row, plane.length), out, to);
  return out.subarray(0, to);
}

function packRow(plane: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  let from = start;
  while (from < end) {
    const run = runAt(plane, from, end);
    if (run >= 2) {
      out[to++] = 257 - run;
      out[to++] = plane[from]!;
      from += run;
    } else {
      const literal = literalAt(plane, from, end);
      out[to++] = literal - 1;
      out.set(plane.subarray(from, from + literal), to);
      to += literal;
      from += literal;
    }
  }
  return to;
}

function runAt(plane: Uint8Array, from: number, end: number): number {
  const value = plane[from]!;
  const last = Math.min(end, from + LONGEST);
  let at = from + 1;
  while (at < last && plane[at] === value) at++;
  return at - from;
}

/** Bytes up to the next run of three: a run of two costs as much as it saves. */
function literalAt(plane: Uint8Array, from: number, end: number): number {
  const last = Math.min(end, from + LONGEST);
  let at = from + 1;
  while (at < last && !(plane[at] === plane[at + 1] && plane[at] === plane[at + 2] && at + 2 < end)) at++;
  return at - from;
}
