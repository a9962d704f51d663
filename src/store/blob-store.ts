import type { IsocenterError } from '../base/index.ts';
import type { PlacedForm } from './place-file.ts';

/**
 * The port through which the archive keeps bytes. The life of a blob:
 *
 *     draft -> append* -> seal        bytes are durable under a private name      (1 asynchronous fdatasync)
 *           -> publish(key)           they are visible under their key            (not yet durable)
 *           -> [catalog transaction]
 *           -> confirm(blobs)         Success may be answered; settling begins
 *           -> settled                key durable, catalog durable, private name gone
 *
 * A crash at any point before "settled" leaves the private name, and `recover` hands it out at the next start.
 * Errors are `store/full`, `store/io`, `store/not-found` and `store/bad-key`.
 */
export interface BlobStore {
  draft(options: DraftOptions): BlobDraft;
  /**
   * Hands blobs to settling, to be called when the catalog transaction that names them has returned. When a promise
   * comes back (stores without hard links), Success must wait for it.
   */
  confirm(blobs: readonly SealedBlob[]): void | Promise<void>;
  startSettling(options: SettlingOptions): void;
  /** Settles everything confirmed so far; rejects when that failed. For shutdown, checkpoints and tests. */
  settleNow(): Promise<void>;
  health(): StoreHealth;

  /** What a crash left behind. To be drained once, before the first draft. */
  recover(): AsyncIterable<Leftover>;

  stat(key: string): BlobStat | undefined;
  exists(key: string): boolean;
  /** The whole blob. For small ones; `store/io` above {@link MAX_READ_ALL} bytes. */
  readAll(key: string): Promise<Uint8Array>;
  /** Bytes `start` (inclusive) to `end` (exclusive) in chunks; a range beyond the end is cut. */
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /**
   * Fills `target` from byte `position` at once, without waiting for a disk. False when that is not possible, for
   * whatever reason: then read it the other way, which may wait and tells what is wrong.
   */
  readCached(key: string, target: Uint8Array, position: number): boolean;
  /** For positioned reads; close it. */
  open(key: string): Promise<OpenBlob>;
  hash(key: string, options?: { skip?: number }): Promise<BlobHash>;
  /** Makes a file outside the store; see place-file.ts. undefined when something is there already. */
  place(key: string, target: string, form: PlacedForm, head: Uint8Array): Promise<BlobStat | undefined>;
  /** Whether a file outside the store is what `place` makes of this blob, in whatever form. */
  isPlaced(key: string, target: string, head: Uint8Array): Promise<boolean>;
  /** Everything below a key prefix that ends at a segment, in no order, in bounded memory. */
  list(prefix: string): AsyncIterable<BlobEntry>;

  /** A small file, replaced atomically; durable when the promise resolves. */
  putFile(key: string, bytes: Uint8Array | string): Promise<void>;
  /** Durable when the promise resolves. Removing what is not there is not an error: false. */
  remove(key: string): Promise<boolean>;
  /** Never overwrites (`store/io`, EEXIST). After a crash the bytes are under the old key, the new one, or both. */
  move(key: string, newKey: string): Promise<void>;
  /** Moves a blob out of sight, with a note why. Never deletes. Returns the key it has now. */
  quarantine(key: string, why: IsocenterError): Promise<string>;
  /** The same for what has just arrived. Durable when it has settled; until then recovery finds it. */
  setAside(sealed: SealedBlob, why: IsocenterError, name: string): Promise<string>;
  space(): Promise<StoreSpace>;
  /** Settles and stops. */
  close(): Promise<void>;
}

export interface DraftOptions {
  /** Bytes to leave free in front of the body, exactly the length of the head given to `seal`. */
  readonly headLength: number;
}

/** The bytes that go in front of the body; as a function when they must tell its digest (lower-case hex). */
export type BlobHead = Uint8Array | ((sha256: string, bodySize: number) => Uint8Array);

export interface BlobDraft {
  /**
   * Adds a copy to the body. A promise means: wait for it before the next append (back-pressure). Throws when an earlier
   * write failed.
   */
  append(chunk: Uint8Array): void | Promise<void>;
  /** Resolves when head and body are durable. When it rejects, the draft is already discarded. */
  seal(head: BlobHead): Promise<SealedBlob>;
  /** Gives everything back. Safe at any time and more than once; without effect after a successful seal. */
  discard(): void;
}

export interface SealedBlob {
  /** SHA-256 over the body, lower-case hex. */
  readonly sha256: string;
  readonly bodySize: number;
  /** Head and body, bytes. */
  readonly size: number;
  /** Makes the blob visible under `key`. Never overwrites: `exists` leaves the blob sealed, to be discarded. */
  publish(key: string): 'published' | 'exists';
  /** Instead of publishing: the same bytes already lie under `key`, and stay there whatever becomes of this blob. */
  takeOver(key: string): void;
  /** Takes the blob back, the key it was published under included. Without effect once confirmed. */
  discard(): void;
}

/** A draft or blob that was not settled when the last process ended. */
export interface Leftover {
  /** Key below which it can be read with the store's own calls. */
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
  /** Makes its bytes durable, after the caller has checked them. It then goes on like any other sealed blob. */
  seal(body: { sha256: string; bodySize: number }): Promise<SealedBlob>;
  quarantine(why: IsocenterError): Promise<string>;
  discard(): void;
}

export interface SettlingOptions {
  /** Makes every catalog transaction that has returned durable. */
  readonly flushCatalog: () => Promise<void>;
  /** Default 250 ms. */
  readonly intervalMs?: number;
  /** Settling starts early at this number of confirmed blobs. Default 256. */
  readonly maxItems?: number;
}

export interface StoreHealth {
  /** How a blob gets its key: `link`, or `rename` on file systems without hard links (slower, equally safe). */
  readonly mode: 'link' | 'rename';
  /** Blobs confirmed and not yet settled. */
  readonly unsettled: number;
  /** Why settling fails right now. Nothing is lost while it does. */
  readonly problem: Error | undefined;
}

export interface BlobStat {
  readonly size: number;
  readonly modified: Date;
  readonly linkCount: number;
}

export interface BlobEntry {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
}

export interface BlobHash {
  readonly sha256: string;
  /** Bytes hashed: those after `skip`. */
  readonly size: number;
}

export interface ByteRange {
  readonly start?: number;
  readonly end?: number;
}

export interface OpenBlob {
  readonly size: number;
  /** Fills `target` from byte `position` of the blob; resolves to the bytes read, fewer only at the end. */
  readInto(target: Uint8Array, position: number): Promise<number>;
  close(): void;
}

export interface StoreSpace {
  /** Bytes a process without privileges can still write. */
  readonly free: number;
  readonly total: number;
  /** Files that can still be created; undefined when the file system does not count them. */
  readonly freeFiles: number | undefined;
}

/** Largest blob that `readAll` returns, bytes. */
export const MAX_READ_ALL = 64 * 1024 * 1024;
