import type { FastifyRequest } from 'fastify';
import { IsocenterError } from '../../base/index.ts';
import { type MediaType, parseAccept } from './media-type.ts';

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
  const ranges = rangesOf(request);
  const accepted = new Set(ranges.flatMap((range) => forms.filter((form) => accepts(range, form))));
  return [...accepted].map((form) => ({
    form,
    transferSyntaxes: ranges
      .filter((range) => accepts(range, form))
      .map(({ parameters }) => parameters.get('transfer-syntax') ?? DEFAULT),
  }));
}

export function notAcceptable(forms: readonly Form[]): IsocenterError {
  return new IsocenterError('http/not-acceptable', { offered: forms.map(formName).join(', ') });
}

export const formName = ({ type, isMultipart }: Form): string =>
  isMultipart ? `multipart/related; type="${type}"` : type;

function rangesOf({ query, headers }: FastifyRequest): readonly MediaType[] {
  const { accept } = query as Readonly<Record<string, string | string[] | undefined>>;
  return parseAccept(accept === undefined ? headers.accept : String(accept));
}

/** Whether the client undoes `Content-Encoding: gzip`. */
export function acceptsGzip({ headers }: FastifyRequest): boolean {
  const encodings = String(headers['accept-encoding'] ?? '').split(',');
  return encodings.some((each) => /^\s*(gzip|x-gzip)\s*(;\s*q=(1|0\.\d*[1-9]\d*)[.0]*\s*)?$/i.test(each));
}

/** Whether a media range of an Accept header covers a form. */
export function accepts({ name, parameters }: MediaType, { type, isMultipart }: Form): boolean {
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
