import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asIsocenterError, IsocenterError, numbered } from '../../base/index.ts';
import {
  type ExportSummary,
  maxTroublesInSummary,
  notIncludedName,
  problemOf,
  saidProblem,
  type Trouble,
} from '../../contract/index.ts';
import type { FolderWriter, ZipMember } from '../../media/index.ts';

/** Of the list of what a zip lacks, bytes. */
const LONGEST_LIST = 4 * 1024 * 1024;
/** Files of the same name with other content, in one folder. */
const MOST_OF_A_NAME = 10_000;

/** Members of the zip on their way into the folder. */
export class Unpacking {
  written = 0;
  bytes = 0;
  readonly #folder: string;
  readonly #writer: FolderWriter;
  /** A file set has its names from a DICOMDIR: there is no other one beside a name. */
  readonly #isMedia: boolean;
  readonly #troubles: Trouble[] = [];
  #failed = 0;
  #hasDicomdir = false;

  constructor(folder: string, writer: FolderWriter, isMedia: boolean) {
    this.#folder = folder;
    this.#writer = writer;
    this.#isMedia = isMedia;
  }

  /** What went wrong with it, or what it says of others. */
  async take(member: ZipMember): Promise<readonly Trouble[]> {
    const troubles =
      member.path === notIncludedName ? await readTroubles(member) : await this.#tryToWrite(member);
    this.#failed += troubles.length;
    this.#troubles.push(...troubles.slice(0, maxTroublesInSummary - this.#troubles.length));
    return troubles;
  }

  summary(): Omit<ExportSummary, 'folder' | 'seconds'> {
    const { written, bytes } = this;
    const troubles = this.#troubles;
    const counts = { written, bytes, failed: this.#failed, dicomdir: this.#hasDicomdir };
    return { ...counts, troubles, troublesLeftOut: this.#failed - troubles.length };
  }

  async #tryToWrite(member: ZipMember): Promise<Trouble[]> {
    try {
      await this.#write(member);
      this.bytes += member.size;
      if (member.path === 'DICOMDIR') this.#hasDicomdir = true;
      else this.written++;
      return [];
    } catch (error) {
      if (asIsocenterError(error).code !== 'store/io') throw error;
      return [{ what: member.path, reason: problemOf(error) }];
    }
  }

  async #write(member: ZipMember): Promise<void> {
    const wanted = join(this.#folder, member.path);
    await this.#makeFolders(member.path);
    for (let number = 1; number <= MOST_OF_A_NAME; number++) {
      const path = numberedPath(wanted, number);
      const there = await lstat(path).catch(() => undefined);
      if (!there) return await this.#writer.write(path, member.read());
      if (there.isFile() && there.size === member.size && (await isEqual(path, member))) return;
      if (this.#isMedia) throw otherFileSet();
    }
    throw new IsocenterError('store/io', { what: member.path, reason: 'too many files have this name' });
  }

  /** One by one, and never through a link: the zip says where things go, not whoever made a link here. */
  async #makeFolders(path: string): Promise<void> {
    let folder = this.#folder;
    for (const name of dirname(path)
      .split('/')
      .filter((one) => one !== '.')) {
      folder = join(folder, name);
      const there = await lstat(folder).catch(() => undefined);
      if (!there) await mkdir(folder);
      else if (!there.isDirectory())
        throw new IsocenterError('store/io', { what: folder, reason: 'something else has this name' });
    }
  }
}

function numberedPath(path: string, number: number): string {
  const [, stem = path, extension = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(path) ?? [];
  return numbered(stem, number, extension);
}

async function isEqual(path: string, member: ZipMember): Promise<boolean> {
  return (await digestOf(createReadStream(path))) === (await digestOf(member.read()));
}

async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

/** Lines of `UID: reason`. */
export async function readTroubles(member: Pick<ZipMember, 'size' | 'read'>): Promise<Trouble[]> {
  const chunks: Uint8Array[] = [];
  if (member.size > LONGEST_LIST)
    throw new IsocenterError('input/unreadable', { reason: 'its list of what it lacks is too long' });
  for await (const chunk of member.read()) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const [what = '', ...reason] = line.split(': ');
    return { what, reason: saidProblem(reason.join(': ')) };
  });
}

const otherFileSet = (): IsocenterError =>
  new IsocenterError('input/invalid', {
    reason: 'The folder holds another file set. Choose an empty folder for an export with a DICOMDIR.',
  });
