import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { TemporaryDirectory } from './temp.ts';

/** A small file system of its own, in memory; unmounted when disposed of. */
export class SmallVolume implements Disposable {
  readonly path: string;
  readonly #directory: TemporaryDirectory;
  readonly #ballast: string;

  constructor(megabytes: number) {
    this.#directory = new TemporaryDirectory('volume');
    this.path = this.#directory.path;
    this.#ballast = `${this.path}/ballast`;
    const { status } = spawnSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${megabytes}m`,
      'isocenter',
      this.path,
    ]);
    if (status !== 0) throw new Error('a tmpfs cannot be mounted here');
  }

  /** Takes all the room there is. */
  fill(): void {
    const fd = fs.openSync(this.#ballast, 'a');
    const block = new Uint8Array(64 * 1024);
    try {
      for (;;) fs.writeSync(fd, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      fs.closeSync(fd);
    }
  }

  free(): void {
    fs.rmSync(this.#ballast, { force: true });
  }

  [Symbol.dispose](): void {
    spawnSync('umount', ['-l', this.path]);
    this.#directory.remove();
  }
}

export function canMount(): boolean {
  try {
    using _volume = new SmallVolume(1);
    return true;
  } catch {
    return false;
  }
}
