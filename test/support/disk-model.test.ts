import { expect, it } from 'vitest';
import { type CutMode, DiskModel, type DiskNode, type FileNode, SECTOR } from './disk-model.ts';
import { seededRandom } from './random.ts';

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

function fileIn(disk: DiskModel, name: string, length: number): FileNode {
  const file = disk.create(disk.root, name, 'file') as FileNode;
  disk.write(file, 0, bytes(length, 1));
  return file;
}

function namesAfter(disk: DiskModel, mode: CutMode): string[] {
  return [...disk.cut(mode, seededRandom(1)).entriesOf(disk.root).keys()].sort();
}

it('drops what was not synced and keeps what was', () => {
  const disk = new DiskModel();
  const synced = fileIn(disk, 'synced', 100);
  fileIn(disk, 'pending', 100);
  disk.sync(synced, disk.time);
  disk.write(synced, 100, bytes(100, 2));
  expect(namesAfter(disk, 'dropped')).toEqual(['synced']);
  expect(namesAfter(disk, 'kept')).toEqual(['pending', 'synced']);
  expect(disk.cut('dropped', seededRandom(1)).contentOf(synced)).toEqual(bytes(100, 1));
  expect(disk.cut('kept', seededRandom(1)).contentOf(synced)).toHaveLength(200);
});

it('a sync covers what happened before it began only', () => {
  const disk = new DiskModel();
  const file = fileIn(disk, 'file', 10);
  const began = disk.time;
  disk.write(file, 10, bytes(10, 2));
  disk.sync(file, began);
  expect(disk.cut('dropped', seededRandom(1)).contentOf(file)).toHaveLength(10);
});

it('a name given by link needs a sync of its directory', () => {
  const disk = new DiskModel();
  const file = fileIn(disk, 'first', 10);
  disk.link(disk.root, 'second', file);
  disk.sync(file, disk.time);
  expect(namesAfter(disk, 'dropped')).toEqual(['first']);
  disk.sync(disk.root, disk.time);
  expect(namesAfter(disk, 'dropped')).toEqual(['first', 'second']);
});

it('a rename happens whole or not at all', () => {
  for (let seed = 0; seed < 50; seed++) {
    const disk = new DiskModel();
    const target = disk.seed(disk.root, 'directory', undefined) as Extract<DiskNode, { kind: 'directory' }>;
    disk.seed(disk.root, 'file', bytes(1, 1));
    disk.rename(disk.root, 'file', target, 'moved');
    const image = disk.cut('reordered', seededRandom(seed));
    expect(image.entriesOf(target).has('moved')).toBe(!image.entriesOf(disk.root).has('file'));
  }
});

it('tears a write between sectors', () => {
  const lengths = new Set<number>();
  for (let seed = 0; seed < 100; seed++) {
    const disk = new DiskModel();
    const file = fileIn(disk, 'file', 3 * SECTOR + 7);
    lengths.add(disk.cut('torn', seededRandom(seed)).contentOf(file).length);
  }
  expect([...lengths].sort((a, b) => a - b)).toEqual([0, SECTOR, 2 * SECTOR, 3 * SECTOR, 3 * SECTOR + 7]);
});

it('shrinks and grows with zeros', () => {
  const disk = new DiskModel();
  const file = fileIn(disk, 'file', 10);
  disk.resize(file, 4);
  disk.resize(file, 6);
  expect([...disk.contentOf(file)]).toEqual([1, 1, 1, 1, 0, 0]);
  expect(disk.sizeOf(file)).toBe(6);
});
