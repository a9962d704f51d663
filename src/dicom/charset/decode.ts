import { delimitersOf, ESCAPE } from './delimiters.ts';
import { ascii, designationAt, type GraphicSet } from './graphic-sets.ts';
import type { SpecificCharacterSet } from './specific-character-set.ts';
import { asciiText, decoderOf, decodeUndeclared } from './text-decoders.ts';

/**
 * The text of a value field, padding and delimiters included: split a multi-valued one at `\` afterwards (before,
 * a second byte of a character may look like one). Never fails; what has no meaning becomes U+FFFD.
 * A value without ESC and bytes above 0x7F takes the short way.
 */
export function decodeText(bytes: Uint8Array, charset: SpecificCharacterSet, vr: string): string {
  const found = survey(bytes);
  const delimiters = delimitersOf(vr);
  if (delimiters === undefined) return found === 'ascii' ? asciiText(bytes) : decodeUndeclared(bytes);
  if (charset.standAlone !== undefined) {
    return found === 'ascii' ? asciiText(bytes) : decoderOf(charset.standAlone).decode(bytes);
  }
  if (charset.g0 === ascii) {
    if (found === 'ascii') return asciiText(bytes);
    if (found === 'high') return decodeHigh(bytes, initialG1(charset));
  }
  return decodeRuns(bytes, charset, delimiters);
}

/** Whether a value has bytes above 0x7F only ('high') or escape sequences as well. */
function survey(bytes: Uint8Array): 'ascii' | 'high' | 'escapes' {
  let high = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === ESCAPE) return 'escapes';
    if (byte >= 0x80) high = true;
  }
  return high ? 'high' : 'ascii';
}

/** Korean and Chinese files that forget the escape sequence still mean the set that they declare. */
function initialG1(charset: SpecificCharacterSet): GraphicSet | undefined {
  return charset.g1 ?? charset.sets.find((set) => set.plane === 'G1');
}

/** All G1 decoders but katakana's (whose G0 is not ASCII) read ASCII as well, so that one call does it all. */
function decodeHigh(bytes: Uint8Array, g1: GraphicSet | undefined): string {
  return g1 === undefined ? decodeUndeclared(bytes) : g1.decode(bytes);
}

/** PS3.5 6.1.2.5: cuts the value where the active set changes and decodes run by run. */
function decodeRuns(bytes: Uint8Array, charset: SpecificCharacterSet, delimiters: readonly number[]): string {
  let g0 = charset.g0;
  let g1 = initialG1(charset);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const designation = byte === ESCAPE ? designationAt(bytes, at) : undefined;
    if (designation !== undefined) {
      if (designation.set.plane === 'G0') g0 = designation.set;
      else g1 = designation.set;
      at += designation.length;
    } else if (isPlain(byte, g0, delimiters)) {
      if (delimiters.includes(byte)) [g0, g1] = [charset.g0, initialG1(charset)];
      text += String.fromCharCode(byte);
      at++;
    } else {
      const end = runEnd(bytes, at, g0, delimiters);
      const run = bytes.subarray(at, end);
      text += byte < 0x80 ? g0.decode(run) : decodeHigh(run, g1);
      at = end;
    }
  }
  return text;
}

/**
 * Control characters and spaces are themselves in every set. The other delimiters are themselves only in sets of
 * one byte: in JIS X 0208 the bytes of `\`, `^` and `=` are halves of characters.
 */
function isPlain(byte: number, g0: GraphicSet, delimiters: readonly number[]): boolean {
  return byte <= 0x20 || (g0.width === 1 && delimiters.includes(byte));
}

function runEnd(bytes: Uint8Array, start: number, g0: GraphicSet, delimiters: readonly number[]): number {
  const high = bytes[start]! >= 0x80;
  let end = start + 1;
  while (end < bytes.length && bytes[end]! >= 0x80 === high && !isPlain(bytes[end]!, g0, delimiters)) end++;
  return end;
}
