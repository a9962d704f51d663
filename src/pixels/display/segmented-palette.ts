import { bad } from '../frame.ts';
import { checkLimit } from '../image-pixel.ts';
import { pixelLimits } from '../limits.ts';

/** Kinds of segments (PS3.3 C.7.9.2). */
const DISCRETE = 0;
const LINEAR = 1;
const INDIRECT = 2;

/** Entries of a palette in segments of words, or of bytes where `width` is 1. Damage: `pixels/bad`. */
export function expandSegments(data: Uint8Array, length: number, width: 1 | 2): Uint16Array {
  const values = valuesOf(data, width);
  const entries: number[] = [];
  for (let at = 0; at + 1 < values.length; ) at = expandSegment(values, at, entries, width, true);
  checkLimit('The number of entries of a palette', entries.length, Math.max(length, pixelLimits.lutEntries));
  return Uint16Array.from(entries);
}

function valuesOf(data: Uint8Array, width: 1 | 2): readonly number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  return Array.from({ length: Math.floor(data.length / width) }, (_, i) =>
    width === 1 ? view.getUint8(i) : view.getUint16(i * 2, true),
  );
}

/** Returns where the next segment begins. */
function expandSegment(
  values: readonly number[],
  at: number,
  entries: number[],
  width: 1 | 2,
  allowsIndirect: boolean,
): number {
  const [kind, count] = [values[at]!, values[at + 1]!];
  checkLimit('The number of entries of a palette', entries.length + count, 2 * pixelLimits.lutEntries);
  if (kind === DISCRETE) {
    if (at + 2 + count > values.length) throw bad('a segment of a palette is cut off');
    for (let i = 0; i < count; i++) entries.push(values[at + 2 + i]!);
    return at + 2 + count;
  }
  if (kind === LINEAR) {
    expandLine(entries, count, values[at + 2]);
    return at + 3;
  }
  if (kind !== INDIRECT || !allowsIndirect) throw bad(`a palette has a segment of kind ${kind}`);
  // The offset has 32 bits, the lower half first, whatever the width: it counts bytes.
  const parts = width === 1 ? 4 : 2;
  const bits = width * 8;
  let offset = 0;
  for (let i = 0; i < parts; i++) offset += (values[at + 2 + i] ?? 0) * 2 ** (bits * i);
  let from = offset / width;
  for (let i = 0; i < count; i++) {
    if (!Number.isInteger(from) || from + 1 >= values.length) throw bad('a palette refers to no segment');
    from = expandSegment(values, from, entries, width, false);
  }
  return at + 2 + parts;
}

function expandLine(entries: number[], count: number, end: number | undefined): void {
  const start = entries.at(-1);
  if (start === undefined || end === undefined) throw bad('a palette has a line that starts or ends nowhere');
  for (let i = 1; i <= count; i++) entries.push(Math.round(start + ((end - start) * i) / count));
}
