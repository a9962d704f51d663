/**
 * Small UDF images of kinds that no program here writes: with a table of moved blocks (UDF 1.50 and 2.00), with spared
 * packets, with a metadata partition (UDF 2.50). ECMA-167 and OSTA UDF 2.60.
 */

export type UdfKind = 'plain' | 'virtual 1.50' | 'virtual 2.00' | 'sparable' | 'metadata';
export const udfKinds: readonly UdfKind[] = ['plain', 'virtual 1.50', 'virtual 2.00', 'sparable', 'metadata'];

const BLOCK = 2048;
const PARTITION = 288;
const MAIN_SEQUENCE = 32;
const RESERVE_SEQUENCE = 64;
const SPARING_TABLE = 96;
const SPARE_PACKET = 128;
const PACKET = 32;
/** Blocks of the partition that hold folders and entries; behind them are contents. */
const META_BLOCKS = 256;
/** Of the metadata file: where its contents begin. */
const METADATA_AT = 8;
const EMBEDDED_UP_TO = 100;
const fileTypes = { folder: 4, file: 5, vat: 248, metadata: 250, mirror: 251 };

/** Paths and contents; folders are made of the paths. */
export type UdfFiles = Readonly<Record<string, Buffer>>;

/** @param isEasy without what is allowed and not read by every program */
export function udfImage(kind: UdfKind, files: UdfFiles, isEasy = false): Buffer {
  return new UdfImage(kind, isEasy).write(files);
}

class UdfImage {
  readonly #kind: UdfKind;
  readonly #isEasy: boolean;
  readonly #sectors = new Map<number, Buffer>();
  /** Blocks of folders and entries that are taken. */
  #meta = 1;
  /** Blocks of contents. */
  #data = META_BLOCKS;

  constructor(kind: UdfKind, isEasy: boolean) {
    this.#kind = kind;
    this.#isEasy = isEasy;
  }

  write(files: UdfFiles): Buffer {
    this.#recognition();
    for (const start of [MAIN_SEQUENCE, RESERVE_SEQUENCE]) this.#sequence(start);
    const root = this.#folder(treeOf(files));
    this.#putMeta(0, fileSet(root, this.#metaReference), 256);
    if (this.#kind === 'metadata') this.#metadataFiles();
    if (this.#kind === 'sparable') this.#sparePacket();
    let last = PARTITION + this.#data;
    if (this.#isVirtual) this.#put(last, this.#virtualTable(), 261, last - PARTITION);
    else this.#anchor(last);
    last++;
    this.#anchor(256);
    const image = Buffer.alloc(last * BLOCK);
    for (const [sector, bytes] of this.#sectors) bytes.copy(image, sector * BLOCK);
    return image;
  }

  get #isVirtual(): boolean {
    return this.#kind.startsWith('virtual');
  }

  get #metaReference(): number {
    return this.#isVirtual || this.#kind === 'metadata' ? 1 : 0;
  }

  /** Where in the partition a block of folders and entries is. */
  #metaBlock(index: number): number {
    if (this.#isVirtual) return META_BLOCKS - 1 - index;
    return this.#kind === 'metadata' ? METADATA_AT + index : index;
  }

  /** The location in a tag is that in the partition that the block is addressed by. */
  #putMeta(index: number, bytes: Buffer, id: number): void {
    this.#put(PARTITION + this.#metaBlock(index), bytes, id, index);
  }

  #put(sector: number, bytes: Buffer, id: number, location: number): void {
    this.#sectors.set(sector, tagged(bytes, id, location));
  }

  #recognition(): void {
    const nsr = this.#kind === 'plain' || this.#kind === 'virtual 1.50' ? 'NSR02' : 'NSR03';
    for (const [index, name] of ['BEA01', nsr, 'TEA01'].entries()) {
      const bytes = Buffer.alloc(BLOCK);
      bytes.write(name, 1, 'latin1');
      bytes[6] = 1;
      this.#sectors.set(16 + index, bytes);
    }
  }

  #anchor(sector: number): void {
    const bytes = Buffer.alloc(BLOCK);
    for (const [at, start] of [[16, MAIN_SEQUENCE] as const, [24, RESERVE_SEQUENCE] as const]) {
      bytes.writeUInt32LE(16 * BLOCK, at);
      bytes.writeUInt32LE(start, at + 4);
    }
    this.#put(sector, bytes, 2, sector);
  }

  #sequence(start: number): void {
    const partition = Buffer.alloc(BLOCK);
    partition.writeUInt32LE(PARTITION, 188);
    partition.writeUInt32LE(100_000, 192);
    const descriptors: [number, Buffer][] = [
      [1, Buffer.alloc(BLOCK)],
      [5, partition],
      [6, this.#logicalVolume()],
      [8, Buffer.alloc(BLOCK)],
    ];
    for (const [index, [id, bytes]] of descriptors.entries())
      this.#put(start + index, bytes, id, start + index);
  }

  #logicalVolume(): Buffer {
    const bytes = Buffer.alloc(BLOCK);
    dstring('DISC ÄÖ').copy(bytes, 84);
    bytes.writeUInt32LE(BLOCK, 212);
    longAddress(BLOCK, 0, this.#metaReference).copy(bytes, 248);
    const maps = this.#maps();
    bytes.writeUInt32LE(maps.length, 268);
    Buffer.concat(maps).copy(bytes, 440);
    bytes.writeUInt32LE(Buffer.concat(maps).length, 264);
    return bytes;
  }

  #maps(): Buffer[] {
    const plain = Buffer.of(1, 6, 1, 0, 0, 0);
    if (this.#kind === 'plain') return [plain];
    if (this.#isVirtual) return [plain, otherMap('*UDF Virtual Partition')];
    if (this.#kind === 'sparable') {
      const map = otherMap('*UDF Sparable Partition');
      map.writeUInt16LE(PACKET, 40);
      map[42] = 2;
      map.writeUInt32LE(BLOCK, 44);
      // The first copy is not there, as when its sector wore out too.
      map.writeUInt32LE(SPARING_TABLE - 1, 48);
      map.writeUInt32LE(SPARING_TABLE, 52);
      return [map];
    }
    const map = otherMap('*UDF Metadata Partition');
    map.writeUInt32LE(0, 40);
    map.writeUInt32LE(1, 44);
    return [plain, map];
  }

  #folder(tree: Tree): number {
    const index = this.#meta++;
    const identifiers = [identifier('', 0x0a, index, this.#metaReference)];
    for (const [name, inside] of tree) {
      const isFolder = inside instanceof Map;
      const at = isFolder ? this.#folder(inside) : this.#file(inside);
      identifiers.push(identifier(name, isFolder ? 2 : 0, at, this.#metaReference));
    }
    // Names that were taken away stay, and are none.
    identifiers.push(identifier('deleted', 4, 0, this.#metaReference));
    const bytes = Buffer.concat(identifiers);
    const blocks = Array.from({ length: Math.ceil(bytes.length / BLOCK) }, () => this.#meta++);
    for (const [part, at] of blocks.entries()) {
      const contents = Buffer.concat([bytes.subarray(part * BLOCK, (part + 1) * BLOCK)], BLOCK);
      this.#sectors.set(PARTITION + this.#metaBlock(at), contents);
    }
    const places = blocks.map((at, part) => shortAddress(Math.min(BLOCK, bytes.length - part * BLOCK), at));
    this.#putMeta(index, fileEntry(fileTypes.folder, bytes.length, 0, Buffer.concat(places)), 261);
    return index;
  }

  #file(bytes: Buffer): number {
    const index = this.#meta++;
    if (bytes.length <= EMBEDDED_UP_TO) {
      this.#putMeta(index, fileEntry(fileTypes.file, bytes.length, 3, bytes), 261);
      return index;
    }
    // In two parts with a gap between, of which the second is named in a list of its own.
    const cut = Math.floor(bytes.length / BLOCK / 2) * BLOCK;
    const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].filter((part) => part.length > 0);
    const places = parts.map((part) => longAddress(part.length, this.#contents(part), 0));
    if (this.#isEasy) {
      const entry = fileEntry(fileTypes.file, bytes.length, 1, Buffer.concat(places));
      this.#putMeta(index, entry, 261);
      return index;
    }
    const more = this.#meta++;
    const continued = longAddress(BLOCK, more, this.#metaReference);
    continued.writeUInt32LE(3 * 2 ** 30 + BLOCK, 0);
    const list = Buffer.alloc(BLOCK);
    list.writeUInt32LE(16, 20);
    places.at(-1)!.copy(list, 24);
    this.#putMeta(more, list, 258);
    const descriptors = Buffer.concat([...places.slice(0, -1), continued]);
    this.#putMeta(index, extendedFileEntry(fileTypes.file, bytes.length, 1, descriptors), 266);
    return index;
  }

  #contents(bytes: Buffer): number {
    const block = this.#data + 3;
    for (let at = 0; at < bytes.length; at += BLOCK)
      this.#sectors.set(PARTITION + block + at / BLOCK, bytes.subarray(at, at + BLOCK));
    this.#data = block + Math.ceil(bytes.length / BLOCK);
    return block;
  }

  #virtualTable(): Buffer {
    const entries = Buffer.alloc(4 * this.#meta);
    for (let index = 0; index < this.#meta; index++) entries.writeUInt32LE(this.#metaBlock(index), 4 * index);
    if (this.#kind === 'virtual 1.50') {
      const trailer = Buffer.alloc(36);
      entityIdentifier('*UDF Virtual Alloc Tbl').copy(trailer);
      return fileEntry(0, entries.length + 36, 3, Buffer.concat([entries, trailer]));
    }
    const header = Buffer.alloc(152);
    header.writeUInt16LE(152, 0);
    return fileEntry(fileTypes.vat, 152 + entries.length, 3, Buffer.concat([header, entries]));
  }

  #metadataFiles(): void {
    const place = shortAddress((META_BLOCKS - METADATA_AT) * BLOCK, METADATA_AT);
    const size = (META_BLOCKS - METADATA_AT) * BLOCK;
    // The first of the two is damaged.
    if (this.#isEasy) this.#put(PARTITION, fileEntry(fileTypes.metadata, size, 0, place), 261, 0);
    else this.#sectors.set(PARTITION, Buffer.alloc(BLOCK, 0x55));
    this.#put(PARTITION + 1, fileEntry(fileTypes.mirror, size, 0, place), 261, 1);
  }

  /** The first packet, with the root folder, is elsewhere; where it was there is garbage. */
  #sparePacket(): void {
    for (let index = 0; index < PACKET; index++) {
      const bytes = this.#sectors.get(PARTITION + index);
      if (bytes) this.#sectors.set(SPARE_PACKET + index, bytes);
      this.#sectors.set(PARTITION + index, Buffer.alloc(BLOCK, 0x55));
    }
    const table = Buffer.alloc(BLOCK);
    entityIdentifier('*UDF Sparing Table').copy(table, 16);
    table.writeUInt16LE(2, 48);
    for (const [index, [original, moved]] of [
      [0, SPARE_PACKET] as const,
      [0xffffffff, 0] as const,
    ].entries()) {
      table.writeUInt32LE(original, 56 + 8 * index);
      table.writeUInt32LE(moved, 60 + 8 * index);
    }
    this.#put(SPARING_TABLE, table, 0, SPARING_TABLE);
  }
}

type Tree = Map<string, Buffer | Tree>;

function treeOf(files: UdfFiles): Tree {
  const root: Tree = new Map();
  for (const [path, bytes] of Object.entries(files)) {
    const folders = path.split('/');
    const name = folders.pop()!;
    let folder = root;
    for (const part of folders) {
      if (!folder.has(part)) folder.set(part, new Map());
      folder = folder.get(part) as Tree;
    }
    folder.set(name, bytes);
  }
  return root;
}

/** Fills in the tag: identifier, version, checksum, CRC, location. */
export function tagged(bytes: Buffer, id: number, location: number, length = bytes.length): Buffer {
  bytes.writeUInt16LE(id, 0);
  bytes.writeUInt16LE(2, 2);
  const contents = bytes.subarray(16, length);
  bytes.writeUInt16LE(crc(contents), 8);
  bytes.writeUInt16LE(contents.length, 10);
  bytes.writeUInt32LE(location, 12);
  bytes[4] = 0;
  bytes[4] = bytes.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) & 0xff;
  return bytes;
}

function crc(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) value = (value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1) & 0xffff;
  }
  return value;
}

function fileSet(root: number, reference: number): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  longAddress(BLOCK, root, reference).copy(bytes, 400);
  return bytes;
}

function fileEntry(type: number, size: number, kind: number, descriptors: Buffer): Buffer {
  return entry({ type, size, kind, descriptors }, 168);
}

function extendedFileEntry(type: number, size: number, kind: number, descriptors: Buffer): Buffer {
  return entry({ type, size, kind, descriptors }, 208);
}

interface EntryFacts {
  readonly type: number;
  readonly size: number;
  readonly kind: number;
  readonly descriptors: Buffer;
}

function entry({ type, size, kind, descriptors }: EntryFacts, lengthsAt: number): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  bytes.writeUInt16LE(4, 20);
  bytes.writeUInt16LE(1, 24);
  bytes[27] = type;
  bytes.writeUInt16LE(kind, 34);
  bytes.writeBigUInt64LE(BigInt(size), 56);
  bytes.writeUInt32LE(descriptors.length, lengthsAt + 4);
  descriptors.copy(bytes, lengthsAt + 8);
  return bytes;
}

function identifier(name: string, flags: number, block: number, reference: number): Buffer {
  const text = compressed(name);
  const bytes = Buffer.alloc(Math.ceil((38 + text.length) / 4) * 4);
  bytes.writeUInt16LE(1, 16);
  bytes[18] = flags;
  bytes[19] = text.length;
  longAddress(BLOCK, block, reference).copy(bytes, 20);
  text.copy(bytes, 38);
  return tagged(bytes, 257, 0);
}

/** 8 bits where they are enough, else 16. */
function compressed(name: string): Buffer {
  if (name === '') return Buffer.alloc(0);
  const isNarrow = [...name].every((character) => character.codePointAt(0)! < 256);
  if (isNarrow) return Buffer.concat([Buffer.of(8), Buffer.from(name, 'latin1')]);
  return Buffer.concat([Buffer.of(16), Buffer.from(name, 'utf16le').swap16()]);
}

function dstring(text: string): Buffer {
  const bytes = Buffer.alloc(128);
  const contents = compressed(text);
  contents.copy(bytes);
  bytes[127] = contents.length;
  return bytes;
}

function entityIdentifier(name: string): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write(name, 1, 'latin1');
  return bytes;
}

function otherMap(name: string): Buffer {
  const bytes = Buffer.alloc(64);
  bytes[0] = 2;
  bytes[1] = 64;
  entityIdentifier(name).copy(bytes, 4);
  return bytes;
}

function shortAddress(length: number, block: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(block, 4);
  return bytes;
}

function longAddress(length: number, block: number, reference: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(block, 4);
  bytes.writeUInt16LE(reference, 8);
  return bytes;
}
