import type { FileLook } from './file-look.ts';

interface Seen {
  readonly mark: string;
  readonly ino: number;
  /** Since when it looks like this, milliseconds that never go back. */
  readonly since: number;
}

/**
 * Which files have been the same for a while. Their own times do not say: a copy may keep those of the original, and clocks
 * of other machines go as they like.
 */
export class StillFiles {
  readonly #seen = new Map<string, Seen>();

  /** For how long it has been as it is now, milliseconds. */
  stillFor(path: string, { mark, ino }: FileLook, now: number): number {
    const before = this.#seen.get(path);
    if (before?.mark === mark && before.ino === ino) return now - before.since;
    this.#seen.set(path, { mark, ino, since: now });
    return 0;
  }

  /** Forgets all others. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of this.#seen.keys()) if (!paths.has(path)) this.#seen.delete(path);
  }
}
