import fs from 'node:fs';

/**
 * fdatasync on the pool, without blocking the loop. Never call it again on a file for which it failed: the kernel
 * has dropped the pages and the second call would succeed with the bytes lost.
 */
export function dataSync(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });
}

/** Makes the entries of a directory durable. */
export function syncDirectory(path: string): Promise<void> {
  const fd = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_DIRECTORY ?? 0));
  return new Promise((resolve, reject) => {
    fs.fsync(fd, (error) => {
      fs.closeSync(fd);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Writes all chunks one after the other, also when the kernel takes them in parts. */
export function writeAllSync(fd: number, chunks: readonly Uint8Array[], position?: number): number {
  let rest = chunks;
  let total = 0;
  for (;;) {
    const written = fs.writevSync(fd, rest, position === undefined ? undefined : position + total);
    total += written;
    rest = dropBytes(rest, written);
    if (rest.length === 0) return total;
  }
}

/**
 * Writes on the pool: into a page that is on its way to the disk, a write waits until it is there.
 * (Pages of a file just made are not, so {@link writeAllSync} does for those.)
 */
export function writeAt(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, 0, bytes.length, position, (error, written) => {
      if (error) reject(error);
      else if (written === bytes.length) resolve();
      else writeAt(fd, bytes.subarray(written), position + written).then(resolve, reject);
    });
  });
}

/** One write of several pieces, on the pool. Resolves to how many bytes the kernel took. */
export function writeVector(fd: number, pieces: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.writev(fd, pieces, position, (error, written) => (error ? reject(error) : resolve(written)));
  });
}

/** What remains of `chunks` behind the first `count` bytes. */
export function dropBytes(chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let index = 0;
  let left = count;
  while (index < chunks.length && left >= chunks[index]!.length) left -= chunks[index++]!.length;
  if (left === 0) return index === 0 ? chunks : chunks.slice(index);
  return [chunks[index]!.subarray(left), ...chunks.slice(index + 1)];
}
