import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** The metadata of a series as it lies on the disk: a line of JSON about it, then the JSON text of an array, gzipped. */
export interface Prepared {
  /** Names the instances and their contents; of other ones it is out of date. */
  readonly fingerprint: string;
  /** Service root that references to bulk data begin with. */
  readonly serviceRoot: string;
  readonly gzipped: Uint8Array;
  /** Bytes of the text. */
  readonly length: number;
}

/** The service root of what was prepared before anybody asked us under any name. */
export const NOBODY_ASKED = 'unknown:';

/** Of the format; what has another one is made anew. */
const VERSION = 2;
const LINE_END = 0x0a;
/** Bytes that are decompressed into one piece of memory. */
const LARGEST_PIECE = 64 * 1024 * 1024;
/** Written once and read often: what is smaller is quicker to undo. */
export const PREPARED_LEVEL = 6;

export function encodePrepared({ fingerprint, serviceRoot, gzipped, length }: Prepared): Uint8Array {
  const about = JSON.stringify({ version: VERSION, fingerprint, serviceRoot, length, bytes: gzipped.length });
  return Buffer.concat([Buffer.from(`${about}\n`), gzipped]);
}

/** Undefined where it is not whole, or made by another version. */
export function decodePrepared(file: Uint8Array): Prepared | undefined {
  const end = file.indexOf(LINE_END);
  try {
    const about: unknown = JSON.parse(Buffer.from(file.buffer, file.byteOffset, end).toString());
    const { version, fingerprint, serviceRoot, length, bytes } = about as Readonly<Record<string, unknown>>;
    const gzipped = file.subarray(end + 1);
    if (version !== VERSION || bytes !== gzipped.length) return undefined;
    return {
      fingerprint: String(fingerprint),
      serviceRoot: String(serviceRoot),
      gzipped,
      length: Number(length),
    };
  } catch {
    // Cut off, or no file of ours: it can be made again.
    return undefined;
  }
}

/** Runs on the pool. */
export const compress = (bytes: Uint8Array): Promise<Buffer> =>
  promisify(gzip)(bytes, { level: PREPARED_LEVEL });

/** The JSON text, with references below another service root than the one it was made with. */
export async function textOf(
  { gzipped, serviceRoot, length }: Prepared,
  wantedRoot: string,
): Promise<Buffer> {
  // In one piece: by default it would come in a thousand that have to be put together.
  const bytes = await promisify(gunzip)(gzipped, {
    chunkSize: Math.min(Math.max(64, length + 1), LARGEST_PIECE),
    maxOutputLength: length + 1,
  });
  if (serviceRoot === wantedRoot) return bytes;
  return replaceAll(bytes, reference(serviceRoot), reference(wantedRoot));
}

const reference = (serviceRoot: string): Buffer =>
  Buffer.from(`"BulkDataURI":${JSON.stringify(serviceRoot).slice(0, -1)}/`);

function replaceAll(bytes: Buffer, from: Buffer, to: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, start)) {
    pieces.push(bytes.subarray(start, at), to);
    start = at + from.length;
  }
  return Buffer.concat([...pieces, bytes.subarray(start)]);
}
