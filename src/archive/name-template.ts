import { IsocenterError } from '../base/index.ts';
import { tagOf } from '../dicom/index.ts';

/**
 * Readable names from attributes: `{PatientName}/{StudyDate:YYYY-MM-DD} {StudyDescription|no description}/{InstanceNumber:05}.dcm`.
 * `{Keyword}` is a value, `|text` what stands there when it is empty, `:03` pads a number, `:YYYY-MM-DD` formats a date.
 * Each path segment is made safe for every file system people use (ext4, NTFS, exFAT, APFS, SMB shares).
 */
export interface NameTemplate {
  /** All keywords the template asks for. */
  readonly keywords: readonly string[];
  /** The relative path for one instance, `/` between segments. `value` gives '' for an absent attribute. */
  render(value: (keyword: string) => string): string;
}

type Part = { readonly text: string } | Field;

interface Field {
  readonly keyword: string;
  readonly format: string;
  readonly fallback: string;
}

const FIELD = /\{([A-Za-z][A-Za-z0-9]*)(?::([^|}]*))?(?:\|([^}]*))?\}/g;
const TEMPLATE_LIMIT = 1000;
const SEGMENT_LIMIT = 120;

export function parseNameTemplate(template: string): NameTemplate {
  if (template.length > TEMPLATE_LIMIT) throw badTemplate(`it is longer than ${TEMPLATE_LIMIT} characters`);
  const segments = template.split('/').map(parseSegment);
  if (segments.some((parts) => parts.length === 0)) throw badTemplate('a folder or file name in it is empty');
  const fields = segments.flat().filter((part) => 'keyword' in part);
  const unknown = fields.find(({ keyword }) => tagOf(keyword) === undefined);
  if (unknown) throw badTemplate(`${unknown.keyword} is not a DICOM keyword`);
  return {
    keywords: [...new Set(fields.flatMap((field) => [field.keyword, ...keywordFallback(field)]))],
    render: (value) => segments.map((parts) => renderSegment(parts, value)).join('/'),
  };
}

function parseSegment(segment: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of segment.matchAll(FIELD)) {
    if (match.index > at) parts.push({ text: segment.slice(at, match.index) });
    parts.push({ keyword: match[1] ?? '', format: match[2] ?? '', fallback: match[3] ?? '' });
    at = match.index + match[0].length;
  }
  if (at < segment.length) parts.push({ text: segment.slice(at) });
  const stray = parts.find((part) => 'text' in part && /[{}]/.test(part.text));
  if (stray) throw badTemplate(`"${segment}" has a brace that does not belong to a {Keyword}`);
  return parts;
}

/** A fallback that is itself a keyword is looked up: `{InstanceNumber|SOPInstanceUID}`. */
function keywordFallback(field: Field): string[] {
  return /^[A-Z][A-Za-z0-9]{3,}$/.test(field.fallback) ? [field.fallback] : [];
}

function renderSegment(parts: readonly Part[], value: (keyword: string) => string): string {
  const extension = lastExtension(parts);
  const text = parts.map((part) => ('text' in part ? part.text : renderField(part, value))).join('');
  return safeSegment(extension === '' ? text : text.slice(0, -extension.length), extension);
}

function lastExtension(parts: readonly Part[]): string {
  const last = parts.at(-1);
  return last && 'text' in last ? (/\.[A-Za-z0-9]{1,8}$/.exec(last.text)?.[0] ?? '') : '';
}

function renderField(field: Field, value: (keyword: string) => string): string {
  const found = value(field.keyword).trim();
  if (found !== '') return formatValue(found, field.format);
  const [keyword] = keywordFallback(field);
  return (keyword && value(keyword).trim()) || field.fallback;
}

function formatValue(value: string, format: string): string {
  if (/^0?\d+$/.test(format)) return /^\d+$/.test(value) ? value.padStart(Number(format), '0') : value;
  if (format.includes('YYYY') && /^\d{8}/.test(value)) {
    return format
      .replace('YYYY', value.slice(0, 4))
      .replace('MM', value.slice(4, 6))
      .replace('DD', value.slice(6, 8));
  }
  return value;
}

const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** One path segment without anything that some file system refuses or treats specially. */
export function safeSegment(name: string, extension = ''): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/\^+/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g, '_')
    .replace(/\s+/g, ' ');
  const trimmed = cutToBytes(cleaned, SEGMENT_LIMIT - extension.length).replace(/^[ .]+|[ .]+$/g, '');
  const named = trimmed === '' ? '_' : trimmed;
  return (RESERVED_ON_WINDOWS.test(named) ? `${named}_` : named) + extension;
}

function cutToBytes(text: string, limit: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > limit) cut = [...cut].slice(0, -1).join('');
  return cut;
}

function badTemplate(reason: string): IsocenterError {
  return new IsocenterError('input/invalid', { reason: `The name template cannot be used: ${reason}.` });
}
