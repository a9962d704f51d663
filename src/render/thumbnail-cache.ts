import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderLimits } from './limits.ts';

/** Thumbnails on disk, in 256 folders. What is lost is made again; a disk that is full costs only time. */
export class ThumbnailCache {
  readonly #root: string;
  readonly #making = new Map<string, Promise<Uint8Array>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** What is kept under a key, or made now; once, however many ask at the same time. */
  async get(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const name = createHash('sha256').update(key).digest('hex');
    const folder = join(this.#root, name.slice(0, 2));
    const path = join(folder, `${name}.jpg`);
    const kept = await readFile(path).catch(() => undefined);
    if (kept) return kept;
    const running = this.#making.get(name);
    if (running) return running;
    const made = make();
    this.#making.set(name, made);
    try {
      const bytes = await made;
      // Without the cache there is a thumbnail all the same.
      await keep(folder, path, bytes).catch(() => undefined);
      return bytes;
    } finally {
      this.#making.delete(name);
    }
  }
}

async function keep(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeRoom(folder);
  const draft = join(folder, `${randomUUID()}.new`);
  await writeFile(draft, bytes, { mode: 0o600 });
  await rename(draft, path);
}

async function makeRoom(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length < renderLimits.thumbnailsPerFolder) return;
  const paths = names.map((name) => join(folder, name));
  const dated = await Promise.all(paths.map(async (path) => [(await stat(path)).mtimeMs, path] as const));
  dated.sort(([a], [b]) => a - b);
  const leaving = dated.slice(0, names.length - renderLimits.thumbnailsPerFolder / 2);
  await Promise.all(leaving.map(([, path]) => rm(path, { force: true })));
}
