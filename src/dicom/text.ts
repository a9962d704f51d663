import { decodeText, defaultCharacterSet, encodeText, type SpecificCharacterSet } from './charset/index.ts';
import { tags } from './dictionary/tags.generated.ts';
import type { Element } from './element.ts';
import type { Vr } from './vr.ts';

const ESCAPE = 0x1b;
const BACKSLASH = 0x5c;
const TILDE = 0x7e;

/** The characters of an element's value. Most are ASCII, whatever (0008,0005) says, and cost no decoding. */
export function decodeTextBytes(element: Element): string {
  const { owner, vr, valueStart, valueEnd } = element;
  const { source } = owner;
  const { bytes } = source;
  for (let at = valueStart; at < valueEnd; at++) {
    if (needsCharset(bytes[at]!, vr)) return decodeWithCharset(element);
  }
  return source.ascii(valueStart, valueEnd);
}

export function decodeWithCharset({ owner, tag, vr, valueStart, valueEnd }: Element): string {
  // It cannot be written in the character set that it names.
  const charset = tag === tags.SpecificCharacterSet ? defaultCharacterSet : owner.characterSet;
  return decodeText(owner.source.bytes.subarray(valueStart, valueEnd), charset, vr.code);
}

/** Bytes over 127 and escape sequences need the character set; so may `\` and `~`, which JIS X 0201 lacks. */
export function needsCharset(byte: number, { charset }: Vr): boolean {
  return byte >= 0x80 || (charset && (byte === ESCAPE || byte === BACKSLASH || byte === TILDE));
}

/** The bytes of text, in the character set where the VR has one. Errors: `dicom/charset`. */
export function encodeTextBytes(text: string, vr: Vr, charset: SpecificCharacterSet): Uint8Array {
  return encodeText(text, charset, vr.code);
}
