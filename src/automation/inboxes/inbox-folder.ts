import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { IsocenterError, newQueue, numbered } from '../../base/index.ts';
import { notTakenFolder } from '../../contract/index.ts';
import { isBelow, isFull } from '../../disks/index.ts';
import { isOpenForWriting } from '../../libc/index.ts';
import { type FileLook, isStill, looksSo } from './file-look.ts';
import type { Inbox } from './inbox.ts';
import { isGoneOrStale } from './is-gone.ts';
import { MAXIMUM_DEPTH } from './limits.ts';
import { moveIfFree } from './move-if-free.ts';

const REASON_ENDING = '.reason.txt';
const MAXIMUM_TRIES = 1_000;
/** Of folders for one file on its way, in which it keeps its name. */
const ROOM_PREFIX = '.isocenter-taking-';
/** In place of the folder where there is no space for one. Names with a dot are not taken in, so none comes here. */
const BESIDE = /^(\.isocenter-taking-[0-9a-f-]{36})-([^.].*)$/s;
/** Those in use by this program. */
const rooms = new Set<string>();
/** Of what is there, and not where a link leads; a pipe holds nobody up. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** A file that is kept open. */
export interface HeldFile extends AsyncDisposable {
  /** Leads to it even when its name leads elsewhere by now, where the system can (Linux). */
  readonly path: string;
}

/** The folder that an inbox looks into. What is done to a file is done to the one that was seen, or not at all. */
export class InboxFolder {
  /** Without symbolic links. */
  readonly path: string;
  readonly #inTurn = newQueue();

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Throws `inbox/folder-gone` when it is not there, `automation/source` when it leads out of what the settings allow,
   * `inbox/inside-archive` when the archive's own files would be taken for what arrives.
   */
  static async open({ name, folder, root }: Inbox, data: string): Promise<InboxFolder> {
    const [path, realRoot, realData] = await Promise.all(
      [folder, root, data].map((one) =>
        realpath(one).catch((error: unknown) => {
          throw new IsocenterError('inbox/folder-gone', { name }, error);
        }),
      ),
    );
    if (!isBelow(path!, realRoot!)) throw new IsocenterError('automation/source', { folder });
    if (isBelow(path!, realData!) || isBelow(realData!, path!))
      throw new IsocenterError('inbox/inside-archive', { folder });
    return new InboxFolder(path!);
  }

  pathOf(path: string): string {
    return join(this.path, path);
  }

  /** Whether a path still leads here: a folder on the way may have become a link. */
  async leadsHere(path: string, look: FileLook): Promise<boolean> {
    const file = this.pathOf(path);
    try {
      return (await realpath(dirname(file))) === dirname(file) && (await isStill(file, look));
    } catch (error) {
      if (isGoneOrStale(error)) return false;
      throw error;
    }
  }

  /** Whether somebody on this machine writes into it; false where nobody can tell. */
  async isBeingWritten(path: string): Promise<boolean> {
    try {
      await using file = await open(this.pathOf(path), FLAGS);
      return isOpenForWriting(file.fd) === true;
    } catch {
      // Reading it will say why.
      return false;
    }
  }

  /** To read the file that was seen. Undefined: something else is there now. */
  async hold(path: string, look: FileLook): Promise<HeldFile | undefined> {
    const file = await open(this.pathOf(path), FLAGS).catch((error: NodeJS.ErrnoException) => {
      if (isGoneOrStale(error) || error.code === 'ELOOP') return undefined;
      throw error;
    });
    if (!file) return undefined;
    if (!looksSo(await file.stat(), look)) {
      await file.close();
      return undefined;
    }
    return {
      path: process.platform === 'linux' ? `/proc/self/fd/${file.fd}` : this.pathOf(path),
      [Symbol.asyncDispose]: () => file.close(),
    };
  }

  /** False: another file is there now, and stays. */
  async remove(path: string, look: FileLook): Promise<boolean> {
    const isGone = await this.#withFile(path, look, async (from) => {
      await rm(this.pathOf(from));
      return true;
    });
    return isGone ?? false;
  }

  /**
   * Into a folder of the inbox, where it keeps its path; beside what is there already. Answers its new path; undefined:
   * another file is there now, and stays. Throws what the system says, also when a link leads out on the way.
   */
  async moveTo(folder: string, path: string, look: FileLook): Promise<string | undefined> {
    const wanted = join(folder, path);
    await this.#makeFolder(dirname(wanted));
    return await this.#withFile(path, look, (from) => this.#place(from, wanted));
  }

  /** The same for one that was not taken in, with the reason beside it. */
  async setAside(path: string, reason: string, look: FileLook): Promise<string | undefined> {
    const target = await this.moveTo(notTakenFolder, path, look);
    if (target === undefined) return undefined;
    // What is there, also a link, is not written to.
    await writeFile(`${this.pathOf(target)}${REASON_ENDING}`, `${reason}\n`, { flag: 'wx' }).catch(() => {
      // It is told by the inbox too.
    });
    return target;
  }

  /**
   * Does something with the file that was seen: it goes into a folder of its own first, as another may come under its name at any time.
   * Undefined when another had come already.
   */
  async #withFile<Result>(
    path: string,
    look: FileLook,
    work: (from: string) => Promise<Result>,
  ): Promise<Result | undefined> {
    const room = join(dirname(path), ROOM_PREFIX + randomUUID());
    let from = join(room, basename(path));
    rooms.add(this.pathOf(room));
    try {
      if (!(await makeRoom(this.pathOf(room)))) from = `${room}-${basename(path)}`;
      await rename(this.pathOf(path), this.pathOf(from));
      const result = (await isStill(this.pathOf(from), look)) ? await work(from) : undefined;
      if (result === undefined) await this.#place(from, path);
      return result;
    } catch (error) {
      // It may not have come that far, or be there already.
      if (await isThere(this.pathOf(from))) await this.#place(from, path);
      throw error;
    } finally {
      await rmdir(this.pathOf(room)).catch(() => {});
      rooms.delete(this.pathOf(room));
      await this.#tidy(path);
    }
  }

  /**
   * Gives files their names back that had another one when the program was ended. One that has its new place already loses the name on
   * the way. @param folders where files of this inbox are put, below it
   */
  async giveBack(folders: readonly string[], signal: AbortSignal): Promise<void> {
    for await (const { room, beside } of roomsIn(this.path, '', 0)) {
      if (signal.aborted) return;
      if (rooms.has(this.pathOf(room))) continue;
      if (beside === undefined) {
        for (const name of await readdir(this.pathOf(room)))
          await this.#giveNameBack(join(room, name), name, room, folders);
        await rmdir(this.pathOf(room));
      } else await this.#giveNameBack(`${room}-${beside}`, beside, room, folders);
    }
  }

  async #giveNameBack(from: string, name: string, room: string, folders: readonly string[]): Promise<void> {
    const path = join(dirname(room), name);
    const places = [path, ...folders.map((folder) => join(folder, path))];
    if (await this.#isAt(from, places)) await rm(this.pathOf(from));
    else await this.#place(from, path);
  }

  /** Whether the same file has one of these names, or one numbered like it. */
  async #isAt(from: string, places: readonly string[]): Promise<boolean> {
    const { dev, ino } = await lstat(this.pathOf(from));
    for (const place of places) {
      for (const path of namesLike(place)) {
        const there = await lstat(this.pathOf(path)).catch(() => undefined);
        if (!there) break;
        if (there.dev === dev && there.ino === ino) return true;
      }
    }
    return false;
  }

  /** Gives a file that name, or one like it where something has it already. Answers which. */
  async #place(from: string, wanted: string): Promise<string> {
    for (const path of namesLike(wanted)) {
      if (await moveIfFree(this.pathOf(from), this.pathOf(path), this.#inTurn)) return path;
    }
    throw new IsocenterError('inbox/cannot-empty', {
      count: 1,
      reason: `there are ${MAXIMUM_TRIES} of this name`,
    });
  }

  /** With all above it, one by one: through a link they would be made elsewhere. */
  async #makeFolder(folder: string): Promise<void> {
    let path = this.path;
    for (const name of folder.split(sep)) {
      path = join(path, name);
      try {
        await mkdir(path);
      } catch (error) {
        const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
        if (!isThere || !(await lstat(path)).isDirectory()) throw error;
      }
    }
  }

  /** Folders that are empty now go too. */
  async #tidy(path: string): Promise<void> {
    for (
      let folder = dirname(this.pathOf(path));
      relative(this.path, folder) !== '';
      folder = dirname(folder)
    ) {
      try {
        await rmdir(folder);
      } catch {
        // Something else is in it.
        return;
      }
    }
  }
}

/** The name, and those that it has where others have it. */
function* namesLike(wanted: string): Generator<string, void, void> {
  const name = basename(wanted);
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; number <= MAXIMUM_TRIES; number++)
    yield join(dirname(wanted), numbered(stem, number, ending));
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** False: the disk is full. What would empty it must be possible all the same. */
async function makeRoom(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  }
}

interface Room {
  readonly room: string;
  /** The name of a file that is beside it, where the folder could not be made. */
  readonly beside?: string;
}

async function* roomsIn(folder: string, below: string, depth: number): AsyncGenerator<Room, void, void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const [, room, beside] = (entry.isFile() && BESIDE.exec(entry.name)) || [];
    if (room !== undefined) yield { room: below + room, beside: beside! };
    if (!entry.isDirectory()) continue;
    if (entry.name.startsWith(ROOM_PREFIX)) yield { room: below + entry.name };
    else if (depth < MAXIMUM_DEPTH)
      yield* roomsIn(join(folder, entry.name), `${below}${entry.name}/`, depth + 1);
  }
}

export const isSetAside = (path: string): boolean => path.startsWith(`${notTakenFolder}/`);
export const isReason = (path: string): boolean => isSetAside(path) && path.endsWith(REASON_ENDING);
