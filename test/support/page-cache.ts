import { closeSync, fdatasyncSync, openSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { libcFunction } from '../../src/libc/index.ts';

/** posix_fadvise(2): what is on the disk may leave memory. */
const POSIX_FADV_DONTNEED = 4;
const adviseFile = libcFunction<(fd: number, from: number, length: number, advice: number) => number>(
  'int posix_fadvise(int fd, int64_t from, int64_t length, int advice)',
);
/** statfs(2). Files of a tmpfs are memory, and its kernel code does not know reads that do not wait. */
const TMPFS = 0x01021994;

/** Whether files can be read, or not, depending on what the kernel has in memory; false on a tmpfs and without koffi. */
export const hasPageCache = adviseFile() !== undefined && statfsSync(tmpdir()).type !== TMPFS;

/** Makes a file cold: the next read has to go to the disk. */
export function evict(file: string): void {
  const fd = openSync(file, 'r');
  fdatasyncSync(fd);
  adviseFile()?.(fd, 0, 0, POSIX_FADV_DONTNEED);
  closeSync(fd);
}
