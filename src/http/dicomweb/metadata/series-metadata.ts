import { once } from 'node:events';
import type { Transform } from 'node:stream';
import type { Archive, StoredInstance } from '../../../archive/index.ts';
import { asIsocenterError, type Logger, readAhead } from '../../../base/index.ts';
import type { Actor, Scope } from '../../../contract/index.ts';
import { type JsonDataset, jsonText } from '../../../dicom/index.ts';
import { etagOf } from '../../conditional.ts';
import { instanceJson } from '../retrieve/instance-json.ts';
import {
  decodePrepared,
  encodePrepared,
  type Forms,
  NOBODY_ASKED,
  type Prepared,
  packers,
  textOf,
} from './prepared.ts';

/** Name of the file among what is derived of a series. */
const NAME = 'metadata.prepared';
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

/** What was prepared of exactly these instances of one series; nothing for who is not to know all that is in there. */
export async function readPrepared(
  { archive }: MetadataParts,
  { actor }: Reader,
  instances: readonly StoredInstance[],
): Promise<Prepared | undefined> {
  if (!isWorthKeeping(instances.length) || actor.identityHidden) return undefined;
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
  if (!isWorthKeeping(instances.length) || reader.actor.identityHidden) {
    yield* describe(parts, reader, instances, serviceRoot);
    return;
  }
  const text = new PackedText();
  text.write('[');
  for await (const piece of describe(parts, reader, instances, serviceRoot)) {
    await text.write(piece);
    yield piece;
  }
  text.write(']');
  const forms = await text.end();
  if (forms.gzip.length > MAXIMUM_KEPT) return;
  await keep(parts, instances[0]!, {
    ...{ fingerprint: fingerprintOf(instances), serviceRoot, forms },
    length: text.length,
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
  const text = new PackedText();
  await text.write(await textOf(prepared, serviceRoot));
  const renamed = { ...prepared, serviceRoot, forms: await text.end(), length: text.length };
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

/** Text on its way into every form, on the pool. */
class PackedText {
  readonly #zstd = new Packed(packers.zstd());
  readonly #gzip = new Packed(packers.gzip());
  #length = 0;

  /** A promise means: wait for it before writing more. */
  write(text: Uint8Array | string): undefined | Promise<unknown> {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    this.#length += bytes.length;
    const waiting = [this.#zstd.write(bytes), this.#gzip.write(bytes)].filter((each) => each !== undefined);
    return waiting.length === 0 ? undefined : Promise.all(waiting);
  }

  /** Bytes before compression. */
  get length(): number {
    return this.#length;
  }

  async end(): Promise<Forms> {
    const [zstd, gzip] = await Promise.all([this.#zstd.end(), this.#gzip.end()]);
    return { zstd, gzip };
  }
}

class Packed {
  readonly #packer: Transform;
  readonly #chunks: Buffer[] = [];

  constructor(packer: Transform) {
    this.#packer = packer;
    packer.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
  }

  write(bytes: Uint8Array): undefined | Promise<unknown> {
    return this.#packer.write(bytes) ? undefined : once(this.#packer, 'drain');
  }

  async end(): Promise<Buffer> {
    this.#packer.end();
    await once(this.#packer, 'end');
    return Buffer.concat(this.#chunks);
  }
}
