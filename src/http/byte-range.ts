import type { FastifyReply, FastifyRequest } from 'fastify';
import { IsocenterError } from '../base/index.ts';

export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * The one range that a request asks for (RFC 9110 14.2), with the status and headers of the answer set; all bytes where it
 * asks for none, for several, or for those of another content than the entity tag of the answer names (13.1.5).
 * @throws IsocenterError `http/bad-range`
 */
export function rangeOf({ headers }: FastifyRequest, reply: FastifyReply, size: number): Span {
  void reply.header('accept-ranges', 'bytes');
  const condition = headers['if-range'];
  const isOfThis = condition === undefined || condition === reply.getHeader('etag');
  const match = isOfThis ? /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range?.trim() ?? '') : null;
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (first === '' && last === '') return { start: 0, end: size };
  // `-500` are the last 500.
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end) {
    void reply.header('content-range', `bytes */${size}`);
    throw new IsocenterError('http/bad-range', { size });
  }
  void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
  return { start, end };
}
