/** Files as a zip that is written while it is sent. */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { StreamedFile } from '../../archive/index.ts';

/**
 * The zip of some files, stored without compression (images hardly shrink, and the processor is the limit). The first file
 * is awaited here, so that what cannot be given still gets a status code of its own. Each file is asked for when the one
 * before it has been sent; when the reader goes away the files are told to return.
 */
export async function zipOf(files: AsyncGenerator<StreamedFile, void, void>): Promise<Readable> {
  const first = await files.next();
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => void files.return());
  void writeAll(zip, output, first, files);
  return output;
}

async function writeAll(
  zip: ZipFile,
  output: Readable,
  first: IteratorResult<StreamedFile, void>,
  files: AsyncGenerator<StreamedFile, void, void>,
): Promise<void> {
  try {
    for (let step = first; !step.done && !output.destroyed; step = await files.next()) {
      await write(zip, output, step.value);
    }
    zip.end();
  } catch (error) {
    output.destroy(error as Error);
  }
}

/** Resolves when its turn has come, which is when the one before it has been sent. */
function write(zip: ZipFile, output: Readable, { path, size, chunks }: StreamedFile): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const closed = () => resolve();
  output.once('close', closed);
  zip.addReadStreamLazy(path, { compress: false, size }, (give) => {
    output.off('close', closed);
    const stream = Readable.from(chunks, { objectMode: false, highWaterMark: CHUNK });
    stream.once('error', (error) => output.destroy(error));
    give(null, stream);
    resolve();
  });
  return promise;
}

/** Bytes that wait between the files and the socket. */
const CHUNK = 512 * 1024;
