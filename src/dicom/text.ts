import { decodeText, encodeText, type SpecificCharacterSet } from './charset/index.ts';
import type { Element } from './element.ts';
import type { Vr } from './vr.ts';

/** The characters of an element's value. Most are ASCII, whatever (0008,0005) says, and cost no decoding. */
export function decodeTextBytes(element: Element): string {
  const { owner, vr, valueStart, valueEnd } = element;
  const text = owner.source.latin1(valueStart, valueEnd);
  if (isPlain(text, vr.charset)) return text;
  return decodeText(owner.source.bytes.subarray(valueStart, valueEnd), owner.characterSet, vr.code);
}

/** Escape sequences and bytes over 127 need the character set; so may `\` and `~`, which JIS X 0201 lacks. */
function isPlain(text: string, hasCharset: boolean): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80 || (hasCharset && (code === 0x1b || code === 0x5c || code === 0x7e))) return false;
  }
  return true;
}

/** The bytes of text, in the character set where the VR has one. Errors: `dicom/charset`. */
export function encodeTextBytes(text: string, vr: Vr, charset: SpecificCharacterSet): Uint8Array {
  return encodeText(text, charset, vr.code);
}
