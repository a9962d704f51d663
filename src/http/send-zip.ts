import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type Archive, type Selector, type StreamedFile, writeZip } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import type { Caller } from '../contract/index.ts';
import { attachment } from './content-disposition.ts';

interface ZipAsked {
  readonly selection: readonly Selector[];
  readonly layout: 'names' | 'media';
  /** How files are named; see naming/template.ts. */
  readonly template: string;
}

/** What is selected as a zip of files of this name, in the transfer syntaxes they are stored in. */
export async function sendZip(
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  { actor, scope }: Caller,
  { selection, layout, template }: ZipAsked,
  name: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const files = archive.exportStream(actor, scope, { selection, template, dicomdir: layout === 'media' });
  return await sendZipOf(files, clock, name, reply);
}

/** Files as a zip of this name. */
export async function sendZipOf(
  files: AsyncGenerator<StreamedFile, void, void>,
  clock: Clock,
  name: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = await zipOf(files, clock.now());
  return reply.type('application/zip').header('content-disposition', attachment(name)).send(body);
}

/**
 * Files as a zip that is written while it is sent. The first file is awaited here, so that what cannot be given still gets
 * a status code of its own. Each is asked for when the one before it has been sent; when the reader goes away the files
 * are told to return.
 */
async function zipOf(files: AsyncGenerator<StreamedFile, void, void>, modified: Date): Promise<Readable> {
  const first = await files.next();
  return Readable.from(writeZip(startingWith(first, files), modified), {
    objectMode: false,
    highWaterMark: WAITING_BYTES,
  });
}

/** Bytes that wait between the files and the socket. */
const WAITING_BYTES = 1024 * 1024;

async function* startingWith<T>(first: IteratorResult<T, void>, rest: AsyncGenerator<T, void, void>) {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}
