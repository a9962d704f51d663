/** The bytes of a file that is kept beside images: to save, or for a browser to show. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Archive, beginsAs, MEDIA_TYPE_HEAD } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { rangeOf } from '../byte-range.ts';
import { isUnchanged } from '../conditional.ts';
import { attachment, inline } from '../content-disposition.ts';
import { callerOf } from '../guard.ts';
import { previewOf } from './preview.ts';

/**
 * What a browser's own viewers of PDF and pictures need of a page they make around the bytes, and no more: nothing is run,
 * nothing is fetched from elsewhere, and pages of ours alone may frame it.
 */
const previewPolicy =
  "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** To save, whatever it is: whole, or a range of it (RFC 9110 14). */
export async function sendContent(
  archive: Archive,
  digest: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { actor, scope } = callerOf(request);
  const { file } = await archive.readFile(actor, scope, digest);
  void reply.type(previewOf(file.mediaType) === 'none' ? 'application/octet-stream' : file.mediaType);
  void reply.header('content-disposition', attachment(file.name));
  return await sendBytes(archive, file, request, reply);
}

/** To show: only what a browser shows without running anything in it, and what is what it says. */
export async function sendPreview(
  archive: Archive,
  digest: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { actor, scope } = callerOf(request);
  const { file, bytes } = await archive.readFile(actor, scope, digest, { start: 0, end: MEDIA_TYPE_HEAD });
  const head = Buffer.concat(await Array.fromAsync(bytes, (chunk) => Buffer.from(chunk)));
  if (previewOf(file.mediaType) === 'none' || !beginsAs(file.mediaType, head))
    throw new IsocenterError('http/not-acceptable', {
      offered: `the bytes, at /api/files/${file.sha256}/content`,
    });
  void reply.type(previewOf(file.mediaType) === 'text' ? `text/plain${charsetOf(head)}` : file.mediaType);
  void reply.header('content-security-policy', previewPolicy);
  void reply.header('content-disposition', inline(file.name));
  return await sendBytes(archive, file, request, reply);
}

/** Of text that is not UTF-8 nothing is known: browsers have a setting for it. */
function charsetOf(head: Uint8Array): string {
  try {
    // A character may be cut at the end.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return '; charset=utf-8';
  } catch {
    return '';
  }
}

type File = Awaited<ReturnType<Archive['readFile']>>['file'];

async function sendBytes(
  archive: Archive,
  file: File,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { actor, scope } = callerOf(request);
  if (isUnchanged(request, reply, `"${file.sha256}"`)) return reply;
  const range = rangeOf(request, reply, file.size);
  void reply.header('content-length', range.end - range.start);
  if (request.method === 'HEAD') return reply.send();
  const { bytes } = await archive.readFile(actor, scope, file.sha256, range);
  return reply.send(Readable.from(bytes, { objectMode: false }));
}
