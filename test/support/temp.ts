import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const live = new Set<string>();
let isKeeping = false;

/**
 * From now on directories go with the process only. For benchmarks: ext4 looks at every recently deleted inode when it
 * makes a file, so deleting one server's files would slow the next one down.
 */
export function keepUntilExit(): void {
  isKeeping = true;
}

/** A directory of its own under the system's temporary directory. It goes when disposed of, or with the process. */
export class TemporaryDirectory implements Disposable {
  readonly path: string;

  /** @param parent where to make it; the system's temporary directory unless a test needs a certain file system. */
  constructor(name = 'test', parent: string = tmpdir()) {
    this.path = mkdtempSync(join(parent, `isocenter-${name}-`));
    live.add(this.path);
  }

  join(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  remove(): void {
    if (isKeeping) return;
    live.delete(this.path);
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  [Symbol.dispose](): void {
    this.remove();
  }
}

/** Of those that are left. */
export function removeTemporaryDirectories(): void {
  for (const path of live) rmSync(path, { recursive: true, force: true });
  live.clear();
}

process.once('exit', removeTemporaryDirectories);
