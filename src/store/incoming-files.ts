import fs from 'node:fs';
import { removeQuietly } from './file-draft.ts';

/** Files created ahead: as many as are taken while one is being created, with a slow disk in mind. */
const RESERVE = 32;
/** How many are left when others are created. */
const REFILL_AT = RESERVE / 2;

export interface IncomingFile {
  readonly path: string;
  readonly fd: number;
}

/**
 * Empty files in `incoming/`, created ahead of need on the pool. Creating a file joins the file system's journal, and
 * while another file is being synced that can wait for the disk: on the loop it would hold up everybody. Many are created
 * at once, and after the sync of who took the last one has begun: a name that is made in between makes it write more.
 */
export class IncomingFiles {
  readonly #newPath: () => string;
  readonly #ready: IncomingFile[] = [];
  #underWay = 0;
  #isRefillDue = false;
  #closed = false;

  constructor(newPath: () => string) {
    this.#newPath = newPath;
  }

  /** A new file; created now when none is ready. */
  take(): IncomingFile {
    const file = this.#ready.shift() ?? this.#createNow();
    if (this.#ready.length + this.#underWay <= REFILL_AT) this.#refillSoon();
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

  #refillSoon(): void {
    if (this.#isRefillDue) return;
    this.#isRefillDue = true;
    setImmediate(() => {
      this.#isRefillDue = false;
      this.#refill();
    });
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
