/** Media types and Accept headers (RFC 9110 8.3, 12.5.1), as DICOM web services use them (PS3.18 8.7). */
import { IsocenterError } from '../../base/index.ts';

export interface MediaType {
  /** `multipart/related`, `image/*`; lower case, without parameters. */
  readonly name: string;
  /** Names in lower case, values without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Longest header that is looked at, characters. */
const MAXIMUM_LENGTH = 8_192;
/** Media ranges of one Accept header, and parameters of one media type. */
const MAXIMUM_PIECES = 64;

/** Reads one media type. Undefined where it is none. */
export function parseMediaType(text: string): MediaType | undefined {
  const [name = '', ...rest] = splitOutsideQuotes(text, ';');
  const clean = name.trim().toLowerCase();
  if (!/^[^\s/;,"]{1,127}\/[^\s/;,"]{1,127}$/.test(clean)) return undefined;
  const parameters = new Map<string, string>();
  for (const piece of rest) {
    const at = piece.indexOf('=');
    if (at > 0) parameters.set(piece.slice(0, at).trim().toLowerCase(), unquoted(piece.slice(at + 1).trim()));
  }
  return { name: clean, parameters };
}

/** Everything that is accepted, the most wanted first. An absent or empty header accepts everything. */
export function parseAccept(header: string | undefined): readonly MediaType[] {
  const ranges = splitOutsideQuotes(header ?? '', ',').flatMap((text) => parseMediaType(text) ?? []);
  if (ranges.length === 0) return [anything];
  const weighted = ranges.map((range) => ({ range, weight: weightOf(range) }));
  return weighted
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ range }) => range);
}

const anything: MediaType = { name: '*/*', parameters: new Map() };

function weightOf({ parameters }: MediaType): number {
  const weight = Number(parameters.get('q') ?? 1);
  return Number.isFinite(weight) ? weight : 0;
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
