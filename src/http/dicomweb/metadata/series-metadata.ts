import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import type { Archive, StoredInstance } from '../../../archive/index.ts';
import { asIsocenterError, type Logger, readAhead } from '../../../base/index.ts';
import type { Actor, Scope } from '../../../contract/index.ts';
import { type JsonDataset, jsonText } from '../../../dicom/index.ts';
import { etagOf } from '../../conditional.ts';
import { instanceJson } from '../retrieve/instance-json.ts';
import {
  compress,
  decodePrepared,
  encodePrepared,
  NOBODY_ASKED,
  PREPARED_LEVEL,
  type Prepared,
  textOf,
} from './prepared.ts';

/** Name of the file among what is derived of a series. */
const NAME = 'metadata.json.gz';
/** Headers to read before their turn. */
const AHEAD = 8;
/** Shorter series are described from their headers each time: that takes no longer than keeping a file of it. */
const WORTH_KEEPING = 16;
/** Larger files are not kept: series of a hundred thousand instances, or with long private values. */
const MAXIMUM_KEPT = 64 * 1024 * 1024;

export interface MetadataParts {
  readonly archive: Archive;
  readonly logger: Logger;
}

export interface Reader {
  readonly actor: Actor;
  readonly scope: Scope;
}

/** Changes with everything that the metadata of these instances is made of. */
export const fingerprintOf = (instances: readonly StoredInstance[]): string => etagOf(instances, 'metadata');

export const isWorthKeeping = (instances: number): boolean => instances >= WORTH_KEEPING;

/** What was prepared of exactly these instances of one series. */
export async function readPrepared(
  { archive }: MetadataParts,
  instances: readonly StoredInstance[],
): Promise<Prepared | undefined> {
  if (!isWorthKeeping(instances.length)) return undefined;
  const file = await archive.readDerived(instances[0]!, NAME);
  const prepared = file && decodePrepared(file);
  return prepared?.fingerprint === fingerprintOf(instances) ? prepared : undefined;
}

type Instances = Iterable<StoredInstance> | AsyncIterable<StoredInstance>;

/** The JSON model of instances, from their headers. */
export function modelsOf(
  { archive }: MetadataParts,
  { actor, scope }: Reader,
  instances: Instances,
  serviceRoot: string,
): AsyncGenerator<JsonDataset> {
  return readAhead(instances, AHEAD, async (instance) =>
    instanceJson(await archive.header(actor, scope, instance), instance, serviceRoot),
  );
}

/** The same as text, each with its comma in front, without the brackets around all. */
export async function* describe(
  parts: MetadataParts,
  reader: Reader,
  instances: Instances,
  serviceRoot: string,
): AsyncGenerator<string> {
  let separator = '';
  for await (const model of modelsOf(parts, reader, instances, serviceRoot)) {
    yield separator + jsonText(model);
    separator = ',\n';
  }
}

/**
 * The same for all instances of one series, and at the end it is kept for the next one who asks, if that is worth it. When the disk cannot
 * take it, that is for the log: whoever asked has got it.
 */
export async function* describeAndKeep(
  parts: MetadataParts,
  reader: Reader,
  instances: readonly StoredInstance[],
  serviceRoot: string,
): AsyncGenerator<string> {
  if (!isWorthKeeping(instances.length)) {
    yield* describe(parts, reader, instances, serviceRoot);
    return;
  }
  const compressed = new Compressed();
  compressed.write('[');
  for await (const text of describe(parts, reader, instances, serviceRoot)) {
    await compressed.write(text);
    yield text;
  }
  compressed.write(']');
  const gzipped = await compressed.end();
  if (gzipped.length > MAXIMUM_KEPT) return;
  await keep(parts, instances[0]!, {
    ...{ fingerprint: fingerprintOf(instances), serviceRoot, gzipped },
    length: compressed.length,
  });
}

/** Prepared before anybody asked: it gets the name under which we are known now, once. */
export async function rename(
  parts: MetadataParts,
  series: StoredInstance,
  prepared: Prepared,
  serviceRoot: string,
): Promise<Prepared> {
  if (prepared.serviceRoot !== NOBODY_ASKED) return prepared;
  const text = await textOf(prepared, serviceRoot);
  const renamed = { ...prepared, serviceRoot, gzipped: await compress(text), length: text.length };
  await keep(parts, series, renamed);
  return renamed;
}

async function keep(
  { archive, logger }: MetadataParts,
  series: StoredInstance,
  prepared: Prepared,
): Promise<void> {
  try {
    await archive.keepDerived(series, NAME, encodePrepared(prepared));
  } catch (error) {
    logger.warn({ code: asIsocenterError(error).code }, 'prepared metadata could not be kept');
  }
}

/** Text on its way through gzip, on the pool. */
class Compressed {
  readonly #gzip = createGzip({ level: PREPARED_LEVEL });
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor() {
    this.#gzip.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
  }

  /** A promise means: wait for it before writing more. */
  write(text: string): undefined | Promise<unknown> {
    const bytes = Buffer.from(text);
    this.#length += bytes.length;
    return this.#gzip.write(bytes) ? undefined : once(this.#gzip, 'drain');
  }

  /** Bytes before compression. */
  get length(): number {
    return this.#length;
  }

  async end(): Promise<Buffer> {
    this.#gzip.end();
    await once(this.#gzip, 'end');
    return Buffer.concat(this.#chunks);
  }
}
