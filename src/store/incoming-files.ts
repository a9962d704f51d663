import fs from 'node:fs';
import { removeQuietly } from './file-draft.ts';

/** Files created ahead: as many as are taken while one is being created, with a slow disk in mind. */
const RESERVE = 32;

export interface IncomingFile {
  readonly path: string;
  readonly fd: number;
}

/**
 * Empty files in `incoming/`, created ahead of need on the pool. Creating a file joins the file system's journal, and
 * while another file is being synced that can wait for the disk: on the loop it would hold up everybody.
 */
export class IncomingFiles {
  readonly #newPath: () => string;
  readonly #ready: IncomingFile[] = [];
  #underWay = 0;
  #closed = false;

  constructor(newPath: () => string) {
    this.#newPath = newPath;
  }

  /** A new file; created now when none is ready. */
  take(): IncomingFile {
    const file = this.#ready.shift() ?? this.#createNow();
    this.#refill();
    return file;
  }

  /** Removes what was not taken. */
  close(): void {
    this.#closed = true;
    for (const file of this.#ready.splice(0)) giveBack(file);
  }

  #createNow(): IncomingFile {
    const path = this.#newPath();
    return { path, fd: fs.openSync(path, 'wx', 0o640) };
  }

  #refill(): void {
    while (!this.#closed && this.#ready.length + this.#underWay < RESERVE) {
      this.#underWay++;
      const path = this.#newPath();
      fs.open(path, 'wx', 0o640, (error, fd) => {
        this.#underWay--;
        // Whoever takes the next file meets the same error, and tells it.
        if (error) return;
        if (this.#closed) giveBack({ path, fd });
        else this.#ready.push({ path, fd });
      });
    }
  }
}

function giveBack({ path, fd }: IncomingFile): void {
  fs.closeSync(fd);
  removeQuietly(path);
}
