import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { IsocenterError, type Logger, silentLogger } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';
import { readCached } from '../libc/index.ts';
import type {
  BlobDraft,
  BlobEntry,
  BlobHash,
  BlobStat,
  BlobStore,
  ByteRange,
  DraftOptions,
  Leftover,
  OpenBlob,
  SealedBlob,
  SettlingOptions,
  StoreHealth,
  StoreSpace,
} from './blob-store.ts';
import { BlockPool } from './block-pool.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { type DraftHost, FileDraft, type SealedFile } from './file-draft.ts';
import { FileLeftover } from './file-leftover.ts';
import { listFiles } from './file-listing.ts';
import { hashFile, openFile, readRange, readWhole } from './file-reading.ts';
import { linkOrRename, pruneEmpty, replaceFile, unlinkFile } from './file-writing.ts';
import { IncomingFiles } from './incoming-files.ts';
import { storeError } from './io-error.ts';
import { checkKey } from './keys.ts';
import { MemoryBudget } from './memory-budget.ts';
import { isPlaced, type PlacedForm, placeFile, statOf } from './place-file.ts';
import { type PublishMode, probePublishMode } from './publish-mode.ts';
import { isNoteKey, noteKeyOf, noteText, QUARANTINE, quarantineKey } from './quarantine.ts';
import { SealedFileBlob } from './sealed-file-blob.ts';
import { Settler } from './settler.ts';

/** Memory that all drafts together may hold, bytes. Bodies beyond it go to disk at once. */
export const MAX_BUFFERED_TOTAL = 64 * 1024 * 1024;

/** Suffix of files in `incoming/` that are of no use to anybody after a crash. */
const TEMPORARY = '.tmp';

export interface FileStoreOptions {
  /** The data directory; created when missing. */
  readonly root: string;
  readonly logger?: Logger;
  /** Default {@link MAX_BUFFERED_TOTAL}. */
  readonly maxBufferedBytes?: number;
  /** Decided by a probe when absent. */
  readonly mode?: PublishMode;
}

/**
 * Blobs as files below a data directory. Calls that only touch the page cache are synchronous on the loop (a thread
 * hop costs more than they do); everything that waits for a disk runs on libuv's pool. The pool's size bounds the
 * syncs in flight, so `UV_THREADPOOL_SIZE` should be at least 16.
 *
 * The caller holds the lock of the directory (`lockDataDirectory`).
 */
export class FileStore implements BlobStore {
  readonly directory: DataDirectory;
  readonly #mode: PublishMode;
  readonly #settler: Settler;
  readonly #host: DraftHost;
  readonly #incoming: IncomingFiles;
  readonly #session = `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
  #counter = 0;

  constructor(options: FileStoreOptions) {
    this.directory = openDataDirectory(options.root);
    this.#mode = options.mode ?? this.#probeMode();
    this.#settler = new Settler(this.directory.root, options.logger ?? silentLogger);
    this.#incoming = new IncomingFiles(() => `${this.directory.incoming}/${this.#newName()}`);
    this.#host = {
      memory: new MemoryBudget(options.maxBufferedBytes ?? MAX_BUFFERED_TOTAL),
      blocks: new BlockPool(),
      newFile: () => this.#incoming.take(),
      room: () => this.#settler.room(),
      sealed: (file) => this.#sealed(file),
    };
  }

  draft(options: DraftOptions): BlobDraft {
    return new FileDraft(this.#host, options.headLength);
  }

  confirm(blobs: readonly SealedBlob[]): void | Promise<void> {
    for (const blob of blobs) {
      if (blob instanceof SealedFileBlob) this.#settler.add(blob.confirm());
    }
    if (this.#mode === 'rename') return this.#settler.run();
  }

  startSettling(options: SettlingOptions): void {
    this.#settler.start(options);
  }

  settleNow(): Promise<void> {
    return this.#settler.run();
  }

  health(): StoreHealth {
    return { mode: this.#mode, unsettled: this.#settler.size, problem: this.#settler.problem };
  }

  async *recover(): AsyncGenerator<Leftover> {
    const host = {
      sealed: (file: SealedFile) => this.#sealed(file),
      quarantine: (key: string, why: IsocenterError) => this.quarantine(key, why),
    };
    for await (const { key } of this.list('incoming')) {
      const file = this.#pathOf(key);
      const stat = fs.lstatSync(file, { throwIfNoEntry: false });
      if (!stat || path.basename(key).startsWith(this.#session)) continue;
      if (key.endsWith(TEMPORARY) || stat.size === 0) fs.rmSync(file, { force: true });
      else yield new FileLeftover(host, key, file, stat);
    }
  }

  stat(key: string): BlobStat | undefined {
    const stat = this.#lstat(key);
    return stat?.isFile() ? statOf(stat) : undefined;
  }

  exists(key: string): boolean {
    return this.#lstat(key)?.isFile() === true;
  }

  async readAll(key: string): Promise<Uint8Array> {
    return readWhole(this.#pathOf(key));
  }

  read(key: string, range: ByteRange = {}): AsyncIterable<Uint8Array> {
    return readRange(this.#pathOf(key), range);
  }

  readCached(key: string, target: Uint8Array, position: number): boolean {
    return readCached(this.#pathOf(key), target, position);
  }

  async open(key: string): Promise<OpenBlob> {
    return openFile(this.#pathOf(key));
  }

  async hash(key: string, options: { skip?: number } = {}): Promise<BlobHash> {
    return hashFile(this.#pathOf(key), options.skip ?? 0);
  }

  place(key: string, target: string, form: PlacedForm, head: Uint8Array): Promise<BlobStat | undefined> {
    return placeFile(this.#pathOf(key), target, form, head);
  }

  isPlaced(key: string, target: string, head: Uint8Array): Promise<boolean> {
    return isPlaced(this.#pathOf(key), target, head);
  }

  list(prefix: string): AsyncIterable<BlobEntry> {
    return listFiles(this.directory.root, prefix === '' ? '' : checkKey(prefix));
  }

  async putFile(key: string, bytes: Uint8Array | string): Promise<void> {
    const target = this.#pathOf(key);
    const temporary = path.join(this.directory.incoming, this.#newName() + TEMPORARY);
    await replaceFile(target, temporary, bytes);
    await this.#syncDirectories([path.dirname(target)]);
  }

  async remove(key: string): Promise<boolean> {
    const file = this.#pathOf(key);
    const unsettled = await this.#settler.withdraw(file);
    const removed = unlinkFile(file);
    if (unsettled?.incoming !== undefined) unlinkFile(unsettled.incoming);
    const gone = pruneEmpty(path.dirname(file), this.directory.root);
    for (const directory of gone) this.#settler.forgetDirectory(directory);
    // incoming/ too: an entry there that comes back after a power cut would bring the blob back.
    await this.#syncDirectories([path.dirname(gone.at(-1) ?? file), this.directory.incoming]);
    return removed;
  }

  async move(key: string, newKey: string): Promise<void> {
    const target = this.#pathOf(newKey);
    linkOrRename(this.#pathOf(key), target, this.#mode);
    await this.#syncDirectories([path.dirname(target)]);
    await this.remove(key);
  }

  /** Names of the files in quarantine, in no order. */
  async quarantined(): Promise<string[]> {
    try {
      return (await fs.promises.readdir(this.directory.quarantine)).filter((name) => !isNoteKey(name));
    } catch (error) {
      throw storeError(error);
    }
  }

  async quarantine(key: string, why: IsocenterError): Promise<string> {
    const stat = this.stat(key);
    if (!stat) throw new IsocenterError('store/not-found');
    const target = quarantineKey(this.#newName(), path.posix.basename(key));
    await this.putFile(noteKeyOf(target), noteText(key, why, stat));
    await this.move(key, target);
    return target;
  }

  async setAside(sealed: SealedBlob, why: IsocenterError, name: string): Promise<string> {
    const target = quarantineKey(this.#newName(), name);
    const stat = { size: sealed.size, modified: new Date() };
    await this.putFile(noteKeyOf(target), noteText('incoming', why, stat));
    sealed.publish(target);
    await this.confirm([sealed]);
    return target;
  }

  async space(): Promise<StoreSpace> {
    const { bsize, blocks, bavail, files, ffree } = await statfs(this.directory.root);
    return { free: bsize * bavail, total: bsize * blocks, freeFiles: files > 0 ? ffree : undefined };
  }

  async close(): Promise<void> {
    this.#incoming.close();
    this.#settler.stop();
    await this.#settler.run();
  }

  #sealed(file: SealedFile): SealedBlob {
    return new SealedFileBlob(file, this.#mode, (key) => this.#pathOf(key));
  }

  #pathOf(key: string): string {
    return `${this.directory.root}/${checkKey(key)}`;
  }

  #lstat(key: string): fs.Stats | undefined {
    try {
      return fs.lstatSync(this.#pathOf(key), { throwIfNoEntry: false });
    } catch (error) {
      if (errnoOf(error) === 'ENOTDIR') return undefined;
      throw storeError(error);
    }
  }

  #newName(): string {
    return `${this.#session}-${(this.#counter++).toString(36)}`;
  }

  #probeMode(): PublishMode {
    const { root, incoming } = this.directory;
    const targets = ['studies', 'files', QUARANTINE].map((name) => path.join(root, name));
    return probePublishMode(incoming, targets, this.#newName());
  }

  async #syncDirectories(directories: readonly string[]): Promise<void> {
    try {
      await this.#settler.syncDirectories(new Set(directories));
    } catch (error) {
      throw storeError(error);
    }
  }
}
