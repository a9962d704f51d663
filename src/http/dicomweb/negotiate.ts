import type { FastifyRequest } from 'fastify';
import { IsocenterError } from '../../base/index.ts';
import { type MediaRange, parseAccept } from '../../net/index.ts';

/** A form that an answer can have. */
export interface Form {
  /** Of the content: `application/dicom`. */
  readonly type: string;
  /** Whether it comes as parts of a `multipart/related`. */
  readonly isMultipart: boolean;
}

export interface Chosen<F extends Form> {
  readonly form: F;
  /** Values of `transfer-syntax` of all ranges that accept this form, the most wanted first; `default`: none is named. */
  readonly transferSyntaxes: readonly string[];
  /** Nothing was said about this form but that everything will do. */
  readonly isByAnything: boolean;
}

/** Stands for a transfer syntax where none is named. */
export const DEFAULT = 'default';

export const multipart = (type: string) => ({ type, isMultipart: true }) as const;
export const single = (type: string) => ({ type, isMultipart: false }) as const;

/**
 * The form that is wanted most; the first one for who accepts everything. The query parameter `accept` goes before the
 * header (PS3.18 8.3.3.1). @throws IsocenterError `http/not-acceptable` with all forms that there are.
 */
export function chooseForm<F extends Form>(request: FastifyRequest, forms: readonly F[]): Chosen<F> {
  const [first] = acceptedForms(request, forms);
  if (first) return first;
  throw notAcceptable(forms);
}

/** Every form that is accepted, the most wanted first: for what cannot be had in all of them. */
export function acceptedForms<F extends Form>(request: FastifyRequest, forms: readonly F[]): Chosen<F>[] {
  const { accept } = request.query as Readonly<Record<string, string | string[] | undefined>>;
  return weighForms(parseAccept(accept === undefined ? request.headers.accept : String(accept)), forms);
}

/** The same, by ranges that came in another way. */
export function weighForms<F extends Form>(ranges: readonly MediaRange[], forms: readonly F[]): Chosen<F>[] {
  const weighed = forms.map((form) => ({ form, deciding: decidingRanges(ranges, form) }));
  const accepted = new Set(
    ranges.flatMap((range) => weighed.filter((each) => each.deciding.includes(range))),
  );
  return [...accepted].map(({ form, deciding }) => ({
    form,
    transferSyntaxes: deciding.map(syntaxOf),
    isByAnything: deciding[0]?.name === '*/*',
  }));
}

export function notAcceptable(forms: readonly Form[]): IsocenterError {
  return new IsocenterError('http/not-acceptable', { offered: forms.map(formName).join(', ') });
}

export const formName = ({ type, isMultipart }: Form): string =>
  isMultipart ? `multipart/related; type="${type}"` : type;

/**
 * The ranges that accept a form, the most wanted first. Where several cover it the narrowest one counts (RFC 9110 12.5.1):
 * `image/jpeg;q=0, image/*` is every picture but JPEG. One that names a transfer syntax is about that alone.
 */
function decidingRanges(ranges: readonly MediaRange[], form: Form): MediaRange[] {
  const covering = ranges.filter((range) => covers(range, form));
  const general = covering.filter((range) => syntaxOf(range) === DEFAULT);
  const narrowest = narrowestOf(general);
  const refused = covering.filter(({ weight }) => weight === 0);
  const narrowestRefused = narrowestOf(refused.filter((range) => general.includes(range)));
  return covering.filter((range) => {
    if (range.weight === 0) return false;
    const syntax = syntaxOf(range);
    if (syntax === DEFAULT) return narrowness(range) === narrowest;
    return narrowness(range) >= narrowestRefused && !refused.some((other) => syntaxOf(other) === syntax);
  });
}

const narrowestOf = (ranges: readonly MediaRange[]): number => Math.max(...ranges.map(narrowness));

const syntaxOf = ({ parameters }: MediaRange): string => parameters.get('transfer-syntax') ?? DEFAULT;

/** The higher, the fewer types it covers. */
function narrowness({ name, parameters }: MediaRange): number {
  if (name === '*/*') return 0;
  const content = name.startsWith('multipart/') ? (parameters.get('type')?.toLowerCase() ?? '*/*') : name;
  if (content === '*/*') return name === 'multipart/*' ? 1 : 2;
  return content.endsWith('/*') ? 3 : 4;
}

/** Whether a media range of an Accept header is about a form. */
function covers({ name, parameters }: MediaRange, { type, isMultipart }: Form): boolean {
  if (name === '*/*') return true;
  if (name === 'multipart/related' || name === 'multipart/*') {
    return isMultipart && matches(parameters.get('type')?.toLowerCase() ?? '*/*', type);
  }
  return !isMultipart && matches(name, type);
}

function matches(range: string, type: string): boolean {
  if (range === type || range === '*/*') return true;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1));
}
