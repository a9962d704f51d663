/**
 * Images of discs that are written from their beginning to their end: ISO 9660 (ECMA-119) with names of level 1, and Joliet
 * with the names as they are. Files of 4 GiB and more are in several extents, which is level 3.
 */
import { IsocenterError } from '../../base/index.ts';
import { SECTOR } from '../sectors/index.ts';
import { FIRST_DESCRIPTOR } from './volume-descriptors.ts';
import { jolietDescriptor, primaryDescriptor, terminator, type VolumeFacts } from './written-descriptors.ts';
import {
  directoryBytes,
  directorySize,
  type Place,
  pathTable,
  pathTableSize,
} from './written-directories.ts';
import { joliet, levelByLevel, levelOne, type NameForm, treeOf, type WrittenFolder } from './written-tree.ts';

/** One file of a disc. */
export interface Iso9660File {
  /** Relative, `/` between its parts. */
  readonly path: string;
  /** Bytes; the content must have exactly as many. */
  readonly size: number;
  /** At hand, or read when it is its turn. */
  content(): readonly Uint8Array[] | AsyncIterable<Uint8Array>;
}

export interface Iso9660Options {
  /** Up to 16 characters of A-Z, 0-9 and underscore; may be empty. */
  readonly volumeId: string;
  /** Written as the program that made it. */
  readonly application: string;
  readonly modified: Date;
}

/** Primary, Joliet, and the one that ends them. */
const DESCRIPTORS = 3;
/** ECMA-119 7.3: places are numbers of 32 bits. */
const MAXIMUM_SECTORS = 2 ** 32 - 1;
/** ECMA-119 9.4.4: a parent is a number of 16 bits. */
const MAXIMUM_FOLDERS = 65_535;
const sectorsFor = (bytes: number): number => Math.ceil(bytes / SECTOR);

export class Iso9660Image {
  /** Bytes of the whole image. */
  readonly size: number;
  readonly #files: readonly Iso9660File[];
  readonly #head: readonly Buffer[];

  /** @throws IsocenterError `disc/limit` for what no such disc holds */
  constructor(files: readonly Iso9660File[], options: Iso9660Options) {
    this.#files = files;
    const plan = planOf(files);
    this.size = plan.end * SECTOR;
    this.#head = headOf(plan, options);
  }

  /** Its bytes. Files are asked for in their order. Throws a RangeError for content of another size. */
  async *bytes(): AsyncGenerator<Uint8Array, void, void> {
    yield* this.#head;
    for (const file of this.#files) yield* paddedContent(file);
  }
}

async function* paddedContent(file: Iso9660File): AsyncGenerator<Uint8Array, void, void> {
  let seen = 0;
  for await (const chunk of file.content()) {
    seen += chunk.length;
    yield chunk;
  }
  if (seen !== file.size) throw new RangeError(`a file of ${file.size} bytes has ${seen}`);
  const rest = seen % SECTOR;
  if (rest > 0) yield Buffer.alloc(SECTOR - rest);
}

/** One of the two trees, and where its parts are. */
interface Tree {
  /** Level by level; the root is the first. */
  readonly folders: readonly WrittenFolder<Iso9660File>[];
  readonly places: ReadonlyMap<WrittenFolder<Iso9660File>, Place>;
  readonly tableSize: number;
  /** First sectors of the path tables in each byte order. */
  readonly littleEndianTable: number;
  readonly bigEndianTable: number;
}

interface Plan {
  readonly trees: readonly [primary: Tree, joliet: Tree];
  readonly filePlaces: ReadonlyMap<Iso9660File, Place>;
  /** The first sector behind everything. */
  readonly end: number;
}

/** Descriptors, path tables and folders of both trees, files: nothing that comes later is needed for what is before. */
function planOf(files: readonly Iso9660File[]): Plan {
  const cursor = new Cursor(FIRST_DESCRIPTOR + DESCRIPTORS);
  const trees = [planTree(files, levelOne, cursor), planTree(files, joliet, cursor)] as const;
  const filePlaces = new Map(files.map((file) => [file, cursor.take(file.size)]));
  if (cursor.next > MAXIMUM_SECTORS)
    throw new IsocenterError('disc/limit', {
      ...{ what: 'The size of the disc', value: cursor.next * SECTOR, limit: MAXIMUM_SECTORS * SECTOR },
    });
  return { trees, filePlaces, end: cursor.next };
}

function planTree(files: readonly Iso9660File[], form: NameForm, cursor: Cursor): Tree {
  const folders = levelByLevel(treeOf(files, form));
  if (folders.length > MAXIMUM_FOLDERS)
    throw new IsocenterError('disc/limit', {
      ...{ what: 'The number of folders on a disc', value: folders.length, limit: MAXIMUM_FOLDERS },
    });
  const tableSize = pathTableSize(folders);
  const littleEndianTable = cursor.take(tableSize).sector;
  const bigEndianTable = cursor.take(tableSize).sector;
  const places = new Map(folders.map((folder) => [folder, cursor.take(directorySize(folder))]));
  return { folders, places, tableSize, littleEndianTable, bigEndianTable };
}

/** Hands out sectors one after the other. */
class Cursor {
  next: number;

  constructor(next: number) {
    this.next = next;
  }

  take(size: number): Place {
    const sector = this.next;
    this.next += sectorsFor(size);
    return { sector, size };
  }
}

/** Everything before the files. */
function headOf({ trees, filePlaces, end }: Plan, options: Iso9660Options): Buffer[] {
  const facts = trees.map((tree): VolumeFacts => {
    const { tableSize, littleEndianTable, bigEndianTable, folders, places } = tree;
    const root = places.get(folders[0]!)!;
    return { ...options, sectors: end, tableSize, littleEndianTable, bigEndianTable, root };
  }) as [VolumeFacts, VolumeFacts];
  return [
    Buffer.alloc(FIRST_DESCRIPTOR * SECTOR),
    primaryDescriptor(facts[0]),
    jolietDescriptor(facts[1]),
    terminator(),
    ...trees.flatMap(({ folders, places }) => [
      padded(pathTable(folders, places, 'LE')),
      padded(pathTable(folders, places, 'BE')),
      ...folders.map((folder) => directoryBytes(folder, places, filePlaces, options.modified)),
    ]),
  ];
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes], sectorsFor(bytes.length) * SECTOR);
}
