/** Lists in request headers whose members have parameters and a weight (RFC 9110 5.6.1, 12.4.2): Accept, Accept-Encoding. */
import { IsocenterError } from '../base/index.ts';

export interface ListMember {
  /** Lower case, without parameters. */
  readonly name: string;
  /** Names in lower case, values without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Longest header that is looked at, characters. */
const MAXIMUM_LENGTH = 8_192;
/** Members of one list, and parameters of one member. */
const MAXIMUM_PIECES = 64;

/** All members, in their order. @throws IsocenterError `input/invalid` over the limits */
export function readList(header: string | undefined): ListMember[] {
  return splitOutsideQuotes(header ?? '', ',').map(readMember);
}

export function readMember(text: string): ListMember {
  const [name = '', ...rest] = splitOutsideQuotes(text, ';');
  const parameters = new Map<string, string>();
  for (const piece of rest) {
    const at = piece.indexOf('=');
    if (at > 0) parameters.set(piece.slice(0, at).trim().toLowerCase(), unquoted(piece.slice(at + 1).trim()));
  }
  return { name: name.trim().toLowerCase(), parameters };
}

/** How much it is wanted, 0 to 1; 0: not at all, and so where that cannot be read. */
export function weightOf({ parameters }: ListMember): number {
  const weight = Number(parameters.get('q') ?? 1);
  return weight > 0 ? Math.min(weight, 1) : 0;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (text.length > MAXIMUM_LENGTH) throw tooMuch(`characters in a header`, MAXIMUM_LENGTH);
  const pieces: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && isQuoted) at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  if (pieces.length > MAXIMUM_PIECES) throw tooMuch('parts of a header', MAXIMUM_PIECES);
  return pieces.filter((piece) => piece.trim() !== '');
}

const tooMuch = (what: string, limit: number): IsocenterError =>
  new IsocenterError('input/invalid', { reason: `There are more than ${limit} ${what}.` });

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
}
