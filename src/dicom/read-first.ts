import type { Element } from './element.ts';
import { readValue, trimEnd, trimPadding } from './read-value.ts';
import { decodeWithCharset, needsCharset } from './text.ts';
import { numbersOf, parseDecimal } from './value-views.ts';

const BACKSLASH = 0x5c;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;

/** Powers of ten that doubles hold exactly; and digits whose whole number they do. */
const exactPowers = Array.from({ length: 23 }, (_, power) => 10 ** power);
const exactDigits = 15;

/**
 * The first value of a string VR; undefined where it is empty. The way that headers are read by: it makes no array, and
 * looks at each byte once.
 */
export function readFirstString(element: Element): string | undefined {
  const { vr, valueStart } = element;
  const { source } = element.owner;
  const end = asciiEnd(element);
  if (end < 0) return firstOf(element, decodeWithCharset(element));
  const start = vr.kind === 'text' ? valueStart : skipSpaces(source.bytes, valueStart, end);
  const trimmedEnd = trimmed(source.bytes, start, end);
  return trimmedEnd === start ? undefined : source.ascii(start, trimmedEnd);
}

/** Where the first value ends; -1 where it takes a character set to say. */
function asciiEnd({ vr, valueStart, valueEnd, owner }: Element): number {
  const { bytes } = owner.source;
  for (let at = valueStart; at < valueEnd; at++) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH && vr.multiple && !vr.charset) return at;
    if (needsCharset(byte, vr)) return -1;
  }
  return valueEnd;
}

function firstOf({ vr }: Element, text: string): string | undefined {
  const split = vr.multiple ? text.indexOf('\\') : -1;
  const first = split === -1 ? text : text.slice(0, split);
  return (vr.kind === 'text' ? trimEnd(first) : trimPadding(first)) || undefined;
}

function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}

function trimmed(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === SPACE || bytes[at - 1] === 0)) at--;
  return at;
}

/** The first value as a number; undefined where it is empty or none. */
export function readFirstNumber(element: Element): number | undefined {
  const { vr, owner, valueStart } = element;
  if (vr.kind === 'decimal') return readDecimal(element);
  if (vr.number === 'u16' && vr.kind === 'int' && element.length >= 2) {
    return owner.source.uint16(valueStart, element.isLittleEndian);
  }
  return numbersOf(readValue(element))[0];
}

/** Short plain decimals are read from the bytes; the quotient of two exact numbers is correctly rounded. */
function readDecimal(element: Element): number | undefined {
  const { bytes } = element.owner.source;
  const end = trimmed(bytes, element.valueStart, element.valueEnd);
  const start = skipSpaces(bytes, element.valueStart, end);
  const sign = bytes[start];
  let at = sign === MINUS || sign === PLUS ? start + 1 : start;
  const firstDigit = at;
  let number = 0;
  let point = -1;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) number = number * 10 + (byte - ZERO);
    else if (byte === POINT && point < 0) point = at;
    else break;
  }
  const digits = at - firstDigit - (point < 0 ? 0 : 1);
  const isPlain = digits > 0 && digits <= exactDigits && (at === end || bytes[at] === BACKSLASH);
  if (!isPlain) return readOddDecimal(element);
  const size = point < 0 ? number : number / exactPowers[at - point - 1]!;
  return sign === MINUS ? -size : size;
}

function readOddDecimal(element: Element): number | undefined {
  const text = readFirstString(element);
  return text === undefined ? undefined : parseDecimal(text);
}
