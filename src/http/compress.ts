/**
 * Answers of text, compressed as the client wants it. What is compressed already (images, DICOM files, zips) is not.
 *
 * A secret beside text that somebody else chose can be guessed from how long the compressed answer is (BREACH). So neither
 * pages are compressed, whose forms have tokens, nor routes that say `givesSecret`. Metadata and lists of patients are: they hold
 * no secret that opens anything; a foreign site can neither send the token that asks for them nor, as cookies are SameSite=Lax and
 * answers are for the same origin, make a browser ask for them again and again and see how long the answers are.
 */
import { pipeline, Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { variesBy } from './conditional.ts';
import { type ContentCoding, type WantedCoding, wantedCoding } from './content-coding.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer has a secret, perhaps beside text that somebody chose. */
    readonly givesSecret?: boolean;
  }
}

type Piece = Uint8Array | string;

/** Bytes; what is shorter goes in one or two packets either way. */
const WORTH_COMPRESSING = 2_048;
/** Bytes that are compressed at once, in less than a millisecond: handing them to the pool would take longer. What is longer goes there. */
const AT_ONCE = 256 * 1024;
/** Nothing that was written waits for longer than this to be sent, milliseconds. */
const FLUSH_AFTER_MS = 20;

/** The fastest: made once, sent once. A window that every client has to take (RFC 9659: 8 MB) is many times larger. */
const gzipOptions = { level: 1 } as const;
const zstdOptions = { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } } as const;

interface Coder {
  stream(): Transform & { flush(kind: number): void };
  readonly flushKind: number;
  atOnce(bytes: Uint8Array): Buffer;
  /** On the pool. */
  elsewhere(bytes: Uint8Array): Promise<Buffer>;
}

const coders: Readonly<Record<ContentCoding, Coder>> = {
  zstd: {
    stream: () => zlib.createZstdCompress(zstdOptions),
    flushKind: zlib.constants.ZSTD_e_flush,
    atOnce: (bytes) => zlib.zstdCompressSync(bytes, zstdOptions),
    elsewhere: (bytes) => promisify(zlib.zstdCompress)(bytes, zstdOptions),
  },
  gzip: {
    stream: () => zlib.createGzip(gzipOptions),
    flushKind: zlib.constants.Z_SYNC_FLUSH,
    atOnce: (bytes) => zlib.gzipSync(bytes, gzipOptions),
    elsewhere: (bytes) => promisify(zlib.gzip)(bytes, gzipOptions),
  },
};

const texts = /^application\/(dicom\+json|json|problem\+json|x-ndjson|vnd\.sun\.wadl\+xml|dicom\+xml)(;|$)/;

/** The answers of text that routes added from now on hand to the server are compressed. */
export function compressAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    if (!texts.test(String(reply.getHeader('content-type')))) return payload;
    // Coded already, or a part of a file.
    if (reply.hasHeader('content-encoding') || reply.hasHeader('accept-ranges')) return payload;
    if (request.routeOptions.config.givesSecret) return payload;
    if (payload instanceof Readable) return codedStream(reply, payload);
    if (typeof payload === 'string' || payload instanceof Uint8Array) return codedBytes(reply, payload);
    return payload;
  });
}

/** The coding that the client wants for this answer, which varies by it. */
export function codingOf(reply: FastifyReply): WantedCoding {
  variesBy(reply, 'accept-encoding');
  return wantedCoding(String(reply.request.headers['accept-encoding'] ?? ''));
}

/**
 * An answer that is written as it is made: compressed, if it is long enough. The Content-Encoding is set before the first piece
 * comes.
 */
export async function* codedPieces(reply: FastifyReply, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  const { coding, isPlainRefused } = codingOf(reply);
  if (coding === undefined) return yield* pieces;
  const begun: Piece[] = [];
  const rest = pieces[Symbol.asyncIterator]();
  for (let length = 0; length <= (isPlainRefused ? 0 : WORTH_COMPRESSING); length += begun.at(-1)!.length) {
    const { done, value } = await rest.next();
    if (done) return yield* begun;
    begun.push(value);
  }
  void reply.header('content-encoding', coding);
  yield* encode(afterwards(begun, rest), coding);
}

function codedStream(reply: FastifyReply, lines: Readable): Readable {
  const { coding } = codingOf(reply);
  if (coding === undefined) return lines;
  void reply.header('content-encoding', coding);
  // A line that nobody waits for any more is not waited for.
  return encode(lines, coding).once('close', () => lines.destroy());
}

async function codedBytes(reply: FastifyReply, text: Piece): Promise<Piece> {
  const { coding, isPlainRefused } = codingOf(reply);
  if (coding === undefined) return text;
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  if (bytes.length <= (isPlainRefused ? 0 : WORTH_COMPRESSING)) return text;
  const { atOnce, elsewhere } = coders[coding];
  void reply.header('content-encoding', coding).removeHeader('content-length');
  return bytes.length > AT_ONCE ? await elsewhere(bytes) : atOnce(bytes);
}

/** Destroying it ends the source as well; what fails in the source comes out of it. */
function encode(pieces: AsyncIterable<Piece>, coding: ContentCoding): Readable {
  const { stream, flushKind } = coders[coding];
  const encoder = stream();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    encoder.flush(flushKind);
  };
  const flushed = async function* () {
    for await (const piece of pieces) {
      yield piece;
      timer ??= setTimeout(flush, FLUSH_AFTER_MS);
    }
  };
  pipeline(Readable.from(flushed()), encoder, () => clearTimeout(timer));
  return encoder;
}

async function* afterwards(begun: Iterable<Piece>, rest: AsyncIterator<Piece>): AsyncGenerator<Piece> {
  try {
    yield* begun;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
