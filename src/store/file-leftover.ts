import fs from 'node:fs';
import type { IsocenterError } from '../base/index.ts';
import type { Leftover, SealedBlob } from './blob-store.ts';
import { removeQuietly, type SealedFile } from './file-draft.ts';
import { dataSync } from './file-sync.ts';
import { storeError } from './io-error.ts';

/** What a leftover needs from its store. */
export interface LeftoverHost {
  sealed(file: SealedFile): SealedBlob;
  quarantine(key: string, why: IsocenterError): Promise<string>;
}

export class FileLeftover implements Leftover {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
  readonly #path: string;
  readonly #host: LeftoverHost;

  constructor(host: LeftoverHost, key: string, path: string, stat: fs.Stats) {
    this.#host = host;
    this.key = key;
    this.#path = path;
    this.size = stat.size;
    this.modified = stat.mtime;
  }

  /** After a mere process crash the bytes may still be in the page cache only, hence the sync. */
  async seal(body: { sha256: string; bodySize: number }): Promise<SealedBlob> {
    try {
      const fd = fs.openSync(this.#path, 'r+');
      await dataSync(fd).finally(() => fs.closeSync(fd));
    } catch (error) {
      throw storeError(error);
    }
    return this.#host.sealed({ path: this.#path, size: this.size, ...body });
  }

  quarantine(why: IsocenterError): Promise<string> {
    return this.#host.quarantine(this.key, why);
  }

  discard(): void {
    removeQuietly(this.#path);
  }
}
