/** The marker segments of a JPEG stream (ITU-T T.81 annex B), JPEG-LS included. */
import { bad, type Extent } from '../frame.ts';

export interface Segment {
  /** The second byte of the marker. */
  readonly marker: number;
  /** Offset of the marker. */
  readonly start: number;
  /** Between the length and the next segment; empty for SOI and EOI. */
  readonly body: Uint8Array;
  /** Where the next segment, or the entropy-coded data of a scan, begins. */
  readonly end: number;
}

export const markers = {
  sof55: 0xf7,
  dht: 0xc4,
  dac: 0xcc,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dqt: 0xdb,
  dnl: 0xdc,
  dri: 0xdd,
  app0: 0xe0,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
} as const;

/** SOF0 to SOF15, without DHT, JPG and DAC among them, and SOF55 of JPEG-LS. */
export const isFrameHeader = (marker: number): boolean =>
  marker === markers.sof55 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));

/** The segment at or after an offset; fill bytes before it are passed by. At the end of the bytes: undefined. */
export function segmentAt(bytes: Uint8Array, offset: number): Segment | undefined {
  let start = offset;
  while (start + 1 < bytes.length && !(bytes[start] === 0xff && isMarker(bytes[start + 1]!))) start++;
  if (start + 1 >= bytes.length) return undefined;
  const marker = bytes[start + 1]!;
  const bodyStart = start + 4;
  if (marker === markers.soi || marker === markers.eoi || (marker >= 0xd0 && marker <= 0xd7))
    return { marker, start, body: bytes.subarray(0, 0), end: start + 2 };
  const end = start + 2 + (bytes[start + 2] ?? 0) * 256 + (bytes[start + 3] ?? 0);
  if (end < bodyStart || end > bytes.length) throw bad('a segment of its JPEG stream is cut off');
  return { marker, start, body: bytes.subarray(bodyStart, end), end };
}

const isMarker = (byte: number): boolean => byte > 0 && byte < 0xff;

/** Segments from SOI up to the first scan, that one included. */
export function headerSegments(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; ; ) {
    const segment = segmentAt(bytes, at);
    if (!segment) throw bad('its JPEG stream has no scan');
    if (segments.length === 0 && segment.marker !== markers.soi) throw bad('it is no JPEG stream');
    segments.push(segment);
    if (segment.marker === markers.sos) return segments;
    at = segment.end;
  }
}

export interface FrameHeader extends Extent {
  /** 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless, 0xF7 JPEG-LS. */
  readonly marker: number;
  readonly precision: number;
  readonly parts: readonly ComponentHeader[];
}

export interface ComponentHeader {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantization: number;
}

/** T.81 B.2.2. */
export function readFrameHeader({ marker, body }: Segment): FrameHeader {
  const components = body[5] ?? 0;
  if (components === 0 || body.length < 6 + components * 3) throw bad('its JPEG frame header is cut off');
  const parts = Array.from({ length: components }, (_, i) => {
    const [id, sampling, quantization] = body.subarray(6 + i * 3);
    return { id: id!, horizontal: sampling! >> 4, vertical: sampling! & 15, quantization: quantization! };
  });
  if (
    parts.some(({ horizontal, vertical }) => horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4)
  )
    throw bad('its JPEG frame header has a sampling factor that is not allowed');
  return {
    marker,
    precision: body[0]!,
    rows: body[1]! * 256 + body[2]!,
    columns: body[3]! * 256 + body[4]!,
    components,
    parts,
  };
}

/** The frame header before the first scan. */
export function frameHeaderOf(segments: readonly Segment[]): FrameHeader {
  const found = segments.find(({ marker }) => isFrameHeader(marker));
  if (!found) throw bad('its JPEG stream has no frame header');
  return readFrameHeader(found);
}
