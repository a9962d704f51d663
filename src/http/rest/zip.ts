import { Readable } from 'node:stream';
import { type StreamedFile, writeZip } from '../../archive/index.ts';

/**
 * Files as a zip that is written while it is sent. The first file is awaited here, so that what cannot be given still gets
 * a status code of its own. Each is asked for when the one before it has been sent; when the reader goes away the files
 * are told to return.
 */
export async function zipOf(
  files: AsyncGenerator<StreamedFile, void, void>,
  modified: Date,
): Promise<Readable> {
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
