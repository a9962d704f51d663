import { asIsocenterError, IsocenterError, numbered } from '../../base/index.ts';
import {
  type DiscFolder,
  type DiscNode,
  damaged,
  type Extent,
  lengthOf,
  type Volume,
} from '../sectors/index.ts';

/** Over these it is a mistake or an attack. */
export const imageLimits = {
  /** Folders inside folders. */
  depth: 32,
  /** Files and folders together. */
  entries: 250_000,
  /** Characters; what UDF allows at most. */
  nameLength: 255,
  /** Runs of bytes that all files together consist of; most have one. */
  parts: 2_000_000,
  /** What all files together may have, times the size of the image: several names for the same bytes are usual. */
  growth: 50,
};

/** A file of an image; its path begins with `/` and says how it is reached there. */
export interface WalkedFile {
  readonly path: string;
  readonly extents: readonly Extent[];
  readonly size: number;
}

/** An error without where it was thrown: a bad image may have very many. */
export type Damage = Pick<IsocenterError, 'code' | 'params'>;

export interface Walked {
  readonly files: readonly WalkedFile[];
  /** Of what is there and cannot be read, by path. */
  readonly damaged: ReadonlyMap<string, Damage>;
}

/**
 * Everything in a volume. What cannot be read of it is told and the rest is there.
 * @throws IsocenterError `disc/limit` for an image that has more in it than it can
 */
export async function walkVolume(
  { root }: Volume,
  imageSize: number,
  limits: typeof imageLimits = imageLimits,
): Promise<Walked> {
  const walk = new Walk(imageSize, limits);
  await walk.folder(root, '', []);
  return walk;
}

type NamedNode = Exclude<DiscNode, { readonly kind: 'problem' }>;

class Walk implements Walked {
  readonly files: WalkedFile[] = [];
  readonly damaged = new Map<string, Damage>();
  readonly #limits: typeof imageLimits;
  readonly #largest: number;
  readonly #folders = new Set<string>();
  #entries = 0;
  #parts = 0;
  #bytes = 0;

  constructor(imageSize: number, limits: typeof imageLimits) {
    this.#limits = limits;
    this.#largest = imageSize * limits.growth;
  }

  async folder({ place, list }: DiscFolder, path: string, above: readonly string[]): Promise<void> {
    const obstacle = this.#obstacleTo(place, above);
    if (obstacle !== undefined) return this.#note(path || '/', obstacle);
    this.#folders.add(place);
    try {
      const names = new Names(this.#limits.nameLength);
      for await (const node of list()) {
        if (node.kind === 'problem') this.#note(path || '/', node.failure);
        else await this.#take(node, `${path}/${names.free(node.name)}`, [...above, place]);
      }
    } catch (error) {
      const failure = asIsocenterError(error);
      if (isOfTheImage(failure)) throw failure;
      this.#note(path || '/', failure);
    }
  }

  async #take(node: NamedNode, path: string, above: readonly string[]): Promise<void> {
    checkLimit('The number of files in a disc image', ++this.#entries, this.#limits.entries);
    if (node.kind === 'folder') await this.folder(node, path, above);
    else if (node.kind === 'damaged') this.#note(path, node.failure);
    else this.#file(path, node.extents);
  }

  #note(path: string, { code, params }: IsocenterError): void {
    this.damaged.set(path, { code, params });
  }

  #file(path: string, extents: readonly Extent[]): void {
    const size = lengthOf(extents);
    this.#bytes += size;
    this.#parts += extents.length;
    checkLimit('What is in the disc image', this.#bytes, this.#largest);
    checkLimit('The number of parts of files in a disc image', this.#parts, this.#limits.parts);
    this.files.push({ path, extents, size });
  }

  #obstacleTo(place: string, above: readonly string[]): IsocenterError | undefined {
    if (above.includes(place)) return damaged('a folder leads back to one that it is in');
    if (this.#folders.has(place)) return damaged('a folder is the same as another');
    const { depth: limit } = this.#limits;
    return above.length > limit ? new IsocenterError('disc/too-deep', { limit }) : undefined;
  }
}

function checkLimit(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('disc/limit', { what, value, limit });
}

/** Not of one folder. */
const isOfTheImage = ({ code, params }: IsocenterError): boolean =>
  code === 'internal' || (code === 'disc/limit' && String(params.what).includes('disc image'));

/** Names of one folder, each once, none of which leads anywhere. */
class Names {
  readonly #taken = new Set<string>();
  readonly #longest: number;

  constructor(longest: number) {
    this.#longest = longest;
  }

  free(wanted: string): string {
    const name = harmless(wanted).slice(0, this.#longest);
    for (let number = 1; ; number++) {
      const free = numbered(name, number);
      if (this.#taken.has(free)) continue;
      this.#taken.add(free);
      return free;
    }
  }
}

function harmless(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it
  const clean = name.replace(/[/\\\0-\x1f]/g, '_');
  return clean === '' || clean === '.' || clean === '..' ? `_${clean}` : clean;
}
