import { IsocenterError } from '../../base/index.ts';
import { delimitersOf, ESCAPE } from './delimiters.ts';
import { ascii, type GraphicSet } from './graphic-sets.ts';
import { gb18030FourBytes, reverseTableOf, reverseTableOfGb } from './reverse-tables.ts';
import { defaultCharacterSet, type SpecificCharacterSet } from './specific-character-set.ts';

export interface EncodeOptions {
  /** What to write for each character that the character set has not, e.g. '?'. Without it that is an error. */
  readonly replacement?: string;
}

const utf8 = new TextEncoder();
// biome-ignore lint/suspicious/noControlCharactersInRegex: everything below 0x80 but ESC
const plainAscii = /^[\x00-\x1a\x1c-\x7f]*$/;

/**
 * The bytes of a whole value field (delimiters included, padding not). Escape sequences are written where the
 * character set has code extensions, and the initial sets are restored before each delimiter and at the end.
 * @throws IsocenterError dicom/charset when a character cannot be written and no replacement was given
 */
export function encodeText(
  text: string,
  charset: SpecificCharacterSet,
  vr: string,
  options: EncodeOptions = {},
): Uint8Array {
  const delimiters = delimitersOf(vr) ?? [];
  const effective = delimitersOf(vr) === undefined ? defaultCharacterSet : charset;
  if (effective.standAlone === 'utf-8' || (effective.g0 === ascii && plainAscii.test(text)))
    return utf8.encode(text);
  const writer = writerFor(effective, delimiters);
  for (const character of text) {
    if (writer.write(character.codePointAt(0)!)) continue;
    for (const substitute of replacementOf(effective, options)) writer.write(substitute.codePointAt(0)!);
  }
  return writer.end();
}

/** Whether `encodeText` writes it all without a replacement. */
export function canEncodeText(text: string, charset: SpecificCharacterSet, vr: string): boolean {
  try {
    encodeText(text, charset, vr);
    return true;
  } catch {
    return false;
  }
}

function replacementOf(charset: SpecificCharacterSet, options: EncodeOptions): string {
  if (options.replacement !== undefined) return options.replacement;
  throw new IsocenterError('dicom/charset', { charset: charset.terms.join('\\') || 'ISO_IR 6' });
}

/** Takes a text character by character; `write` says false when the character set has no code for it. */
interface CharacterWriter {
  write(codePoint: number): boolean;
  end(): Uint8Array;
}

function writerFor(charset: SpecificCharacterSet, delimiters: readonly number[]): CharacterWriter {
  if (charset.standAlone === undefined) return new Iso2022Writer(charset, delimiters);
  return new StandAloneWriter(charset.standAlone);
}

/** GB18030 and GBK. The labels that we only read (Shift_JIS and others no DICOM term exists for) write ASCII. */
class StandAloneWriter implements CharacterWriter {
  readonly #label: string;
  readonly #bytes: number[] = [];

  constructor(label: string) {
    this.#label = label;
  }

  write(codePoint: number): boolean {
    if (codePoint < 0x80) return this.#bytes.push(codePoint) > 0;
    const label = this.#label;
    if (label !== 'gbk' && label !== 'gb18030') return false;
    if (codePoint >= 0x10000) return label === 'gb18030' && this.#writeSupplementary(codePoint);
    const code = reverseTableOfGb(label)[codePoint]!;
    pushCode(this.#bytes, code);
    return code > 0;
  }

  #writeSupplementary(codePoint: number): boolean {
    return this.#bytes.push(...gb18030FourBytes(189_000 + codePoint - 0x10000)) > 0;
  }

  end(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** PS3.5 6.1.2.5: code extension techniques. */
class Iso2022Writer implements CharacterWriter {
  readonly #charset: SpecificCharacterSet;
  readonly #delimiters: readonly number[];
  readonly #bytes: number[] = [];
  #g0: GraphicSet;
  #g1: GraphicSet | undefined;

  constructor(charset: SpecificCharacterSet, delimiters: readonly number[]) {
    this.#charset = charset;
    this.#delimiters = delimiters;
    this.#g0 = charset.g0;
    this.#g1 = charset.g1;
  }

  write(codePoint: number): boolean {
    if (codePoint >= 0x10000) return false;
    if (this.#delimiters.includes(codePoint)) return this.#writeDelimiter(codePoint);
    if (codePoint < 0x20 || codePoint === 0x7f)
      return codePoint !== ESCAPE && this.#bytes.push(codePoint) > 0;
    return (
      this.#writeIn(this.#g0, codePoint) || this.#writeIn(this.#g1, codePoint) || this.#switch(codePoint)
    );
  }

  end(): Uint8Array {
    this.#reset();
    return Uint8Array.from(this.#bytes);
  }

  #writeDelimiter(byte: number): boolean {
    this.#reset();
    return this.#bytes.push(byte) > 0;
  }

  /** G1 is reset by the delimiter itself; only G0, in which the delimiter is written, needs its own set back. */
  #reset(): void {
    if (this.#g0 !== this.#charset.g0) this.#designate(this.#charset.g0);
    this.#g1 = this.#charset.g1;
  }

  #switch(codePoint: number): boolean {
    const set = this.#charset.sets.find((candidate) => reverseTableOf(candidate)[codePoint]! > 0);
    if (set === undefined) return false;
    this.#designate(set);
    return this.#writeIn(set, codePoint);
  }

  #designate(set: GraphicSet): void {
    this.#bytes.push(ESCAPE, ...Array.from(set.designator, (character) => character.charCodeAt(0)));
    if (set.plane === 'G0') this.#g0 = set;
    else this.#g1 = set;
  }

  #writeIn(set: GraphicSet | undefined, codePoint: number): boolean {
    const code = set === undefined ? 0 : reverseTableOf(set)[codePoint]!;
    // In JIS X 0201 the yen sign has the code of the backslash: it would split the value.
    if (set?.width === 1 && this.#delimiters.includes(code)) return false;
    pushCode(this.#bytes, code);
    return code > 0;
  }
}

/** A code number as its bytes, the highest first; 0 is no code and writes nothing. */
function pushCode(bytes: number[], code: number): void {
  if (code > 0xffffff) bytes.push(code >>> 24, (code >>> 16) & 0xff);
  if (code > 0xff) bytes.push((code >>> 8) & 0xff);
  if (code > 0) bytes.push(code & 0xff);
}
