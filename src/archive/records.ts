import type { Clock, IsocenterError } from '../base/index.ts';
import type { AccessEntry, Catalog, KnownItem, Loss, Who } from '../catalog/index.ts';
import type { Actor, ElsewhereStudy, ListedNode, Origin, RemoteNode } from '../contract/index.ts';
import type { RecordJournal } from '../store/index.ts';

/** What makes an instance this one: PS3.3 C.12.1.1.1 and the hierarchy it came in. */
export interface Identity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}

/** One content of an identity. */
export interface Content extends Identity {
  readonly sha256: string;
  /** When it came first: tells it from the same bytes that were purged before, or came again since. */
  readonly receivedAt: string;
}

/** A file item, as records name it: without what it is attached to, which may change. */
export interface FileContent {
  readonly sha256: string;
  /** As of contents. */
  readonly receivedAt: string;
}

/** An item of either kind. */
export type ItemContent = Content | FileContent;

/** What a file belongs to; see catalog/attachments.ts. */
interface Attached {
  readonly file: FileContent;
  readonly target: 'person' | 'patient' | 'study' | 'series';
  readonly uid: string;
}

/**
 * Everything the archive knows that its files do not say. Records are only ever added; the catalog is what one gets by
 * reading the files and then applying the records in order (`apply-record.ts`).
 */
export interface RecordPayloads {
  /** The same content came again. The first origin is in the file. */
  origin: ItemContent & { readonly origin: Origin };
  /** Other content came under a known identity; it is kept and not current. */
  conflict: Content & { readonly raisedAt: string };
  /** A person chose which content is current. */
  resolve: Content & { /** Digests of the others. */ readonly over: readonly string[] };
  /** An edit of ours: current from now on, the content it was made from is kept. */
  revision: Content & { /** The digest of that. */ readonly of: string };
  /** Another version of an identity is the current one again. */
  current: Content;
  /** Put aside; may be purged after `keptUntil`. Long removals are several records with one id. */
  trash: {
    readonly id: string;
    readonly reason: string;
    readonly keptUntil: string;
    readonly contents: readonly ItemContent[];
  };
  restore: { readonly contents: readonly ItemContent[] };
  purge: { readonly contents: readonly ItemContent[] };
  /** The bytes of an item are lost or damaged. What its file said is kept here, so that it stays known without it. */
  lost: ItemContent & Loss & { readonly known: KnownItem };
  /** They are there again. */
  found: ItemContent &
    Pick<Loss, 'key' | 'headLength'> & { /** Of the whole file, bytes. */ readonly size: number };
  /** Somebody knows of the loss, and nobody has to be told again. */
  lossAccepted: { readonly contents: readonly ItemContent[]; readonly reason: string };
  attach: Attached;
  detach: Attached;
  /** What people call it, and the date that it tells of. */
  describeFile: { readonly file: FileContent; readonly name: string; readonly date: string | null };
  /** An item was made from others. */
  derive: {
    readonly item: ItemContent;
    readonly sources: readonly ItemContent[];
    readonly method: string;
    readonly methodVersion: string;
  };
  underive: Omit<RecordPayloads['derive'], 'methodVersion'>;
  label: {
    readonly target: 'patient' | 'study' | 'series';
    readonly uid: string;
    readonly name: string;
    readonly value: string | null;
  };
  /** Studies that somebody put into a collection, or took out of any. */
  collect: { readonly studyInstanceUids: readonly string[]; readonly collection: string | null };
  merge: { readonly personUid: string; readonly name: string; readonly patientKeys: readonly string[] };
  split: { readonly personUid: string; readonly patientKeys: readonly string[] };
  /** Patients who look alike are different people, or were said to be and are not. */
  different: {
    readonly people: readonly (readonly string[])[];
    readonly areDifferent: boolean;
  };
  /** A study is announced before it comes, or what was announced is corrected. */
  expect: {
    readonly studyInstanceUid: string;
    readonly source: string;
    readonly seriesCount: number | null;
    readonly instanceCount: number | null;
    readonly deadline: string | null;
  };
  /** It is complete, or no longer expected. */
  expectationMet: Pick<RecordPayloads['expect'], 'studyInstanceUid'>;
  /** A study is known to be somewhere else, or what was said of it is corrected. */
  elsewhere: ElsewhereStudy;
  elsewhereRemoved: Pick<ElsewhereStudy, 'uid'>;
  node: RemoteNode;
  nodeRemoved: Pick<ListedNode, 'name'>;
  /** An account, a group, a collection, a grant, a token or a share, or that one is gone. Secrets are in `private/`. */
  access: AccessEntry;
}

export type RecordKind = keyof RecordPayloads;

/** A record with who and when, as it stands in the journal. */
export type ArchiveRecord = {
  [Kind in RecordKind]: Who & { readonly kind: Kind; readonly payload: RecordPayloads[Kind] };
}[RecordKind];

/** The journal's name in the catalog, which remembers how far it has applied it. */
const JOURNAL = 'records';

/**
 * Writes records and knows which of them the catalog has. What a power cut takes from the catalog, and what came
 * between writing and applying, is applied again at the next start.
 */
export class Records {
  readonly #journal: RecordJournal;
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  /** Numbered, but not yet said to be in the catalog. */
  readonly #unapplied = new Set<WrittenRecord>();
  /** Those of them that have to be applied later. */
  readonly #postponed = new Set<WrittenRecord>();
  #catchingUp: Promise<void> | undefined;

  constructor(journal: RecordJournal, catalog: Catalog, clock: Clock) {
    this.#journal = journal;
    this.#catalog = catalog;
    this.#clock = clock;
  }

  /** Durable when it resolves. The caller then applies it and says so: `applied`. */
  async write<Kind extends RecordKind>(
    kind: Kind,
    payload: RecordPayloads[Kind],
    actor: Actor,
  ): Promise<WrittenRecord> {
    const who = { actor: actor.name, at: this.#clock.now().toISOString() };
    const appended = this.#journal.append(kind, { ...who, payload });
    // It has its number before it is durable: a checkpoint in between must not count it as applied.
    const sequence = this.#journal.lastSequence;
    const written: WrittenRecord = { sequence, record: { kind, payload, ...who } as ArchiveRecord };
    this.#unapplied.add(written);
    try {
      await appended;
    } catch (error) {
      this.#unapplied.delete(written);
      throw error;
    }
    return written;
  }

  applied(written: WrittenRecord): void {
    this.#unapplied.delete(written);
  }

  /** They are durable and could not be applied, or not all of them: `catchUp` will. */
  postpone(written: readonly WrittenRecord[]): void {
    for (const one of written) if (this.#unapplied.has(one)) this.#postponed.add(one);
  }

  /** Applies what was postponed, and what came after it once more: the order counts. Rejects where `apply` does. */
  async catchUp(apply: (record: ArchiveRecord) => Promise<void>): Promise<void> {
    if (this.#postponed.size === 0) return;
    this.#catchingUp ??= this.#applyPostponed(apply).finally(() => {
      this.#catchingUp = undefined;
    });
    await this.#catchingUp;
  }

  async #applyPostponed(apply: (record: ArchiveRecord) => Promise<void>): Promise<void> {
    const postponed = [...this.#postponed];
    const first = Math.min(...postponed.map(({ sequence }) => sequence));
    for await (const { record } of this.#read(first, reportedAtStart)) await apply(record);
    for (const one of postponed) {
      this.#postponed.delete(one);
      this.#unapplied.delete(one);
    }
  }

  /** Remembers how far the catalog is. To be called before the catalog is flushed. */
  async checkpoint(): Promise<void> {
    const upTo = Math.min(
      this.#journal.lastSequence,
      ...[...this.#unapplied].map(({ sequence }) => sequence - 1),
    );
    if (upTo === this.#checkpointed) return;
    await this.#catalog.setAppliedSequence(JOURNAL, upTo);
    this.#checkpointed = upTo;
  }

  #checkpointed = -1;

  /** Records the catalog may not have yet. Damaged lines are told of and skipped. */
  async *missing(onDamage: (error: IsocenterError) => void): AsyncGenerator<WrittenRecord, void, void> {
    yield* this.#read((await this.#catalog.appliedSequence(JOURNAL)) + 1, onDamage);
  }

  /** All records, oldest first. */
  all(onDamage: (error: IsocenterError) => void): AsyncGenerator<WrittenRecord, void, void> {
    return this.#read(0, onDamage);
  }

  async *#read(
    from: number,
    onDamage: (error: IsocenterError) => void,
  ): AsyncGenerator<WrittenRecord, void, void> {
    for await (const { sequence, kind, payload } of this.#journal.read({ from, onDamage })) {
      yield { sequence, record: { kind, ...(payload as object) } as ArchiveRecord };
    }
  }
}

/** Damaged lines are told of when the archive is opened. */
function reportedAtStart(): void {}

export interface WrittenRecord {
  readonly sequence: number;
  readonly record: ArchiveRecord;
}
