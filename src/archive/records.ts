import type { Actor, ListedNode, Origin, RemoteNode } from '../contract/index.ts';
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
}

/**
 * Everything the archive knows that its files do not say. Records are only ever added; the catalog is what one gets by
 * reading the files and then applying the records in order (`apply-record.ts`).
 */
export interface RecordPayloads {
  /** The same content came again. The first origin is in the file. */
  origin: Content & { readonly origin: Origin };
  /** Other content came under a known identity; it is kept and not current. */
  conflict: Content & { readonly raisedAt: string };
  /** A person chose which content is current. */
  resolve: Content;
  /** Put aside; may be purged after `keptUntil`. Long removals are several records with one id. */
  trash: {
    readonly id: string;
    readonly reason: string;
    readonly keptUntil: string;
    readonly contents: readonly Content[];
  };
  restore: { readonly contents: readonly Content[] };
  purge: { readonly contents: readonly Content[] };
  label: {
    readonly target: 'patient' | 'study' | 'series';
    readonly uid: string;
    readonly name: string;
    readonly value: string | null;
  };
  merge: { readonly personUid: string; readonly name: string; readonly patientKeys: readonly string[] };
  split: { readonly personUid: string; readonly patientKeys: readonly string[] };
  node: RemoteNode;
  nodeRemoved: Pick<ListedNode, 'name'>;
}

export type RecordKind = keyof RecordPayloads;

/** A record with who and when, as it stands in the journal. */
export type ArchiveRecord = {
  [Kind in RecordKind]: {
    readonly kind: Kind;
    readonly actor: string;
    readonly at: string;
    readonly payload: RecordPayloads[Kind];
  };
}[RecordKind];

/** Writes records; each is durable when its promise resolves. */
export class Records {
  readonly #journal: RecordJournal;

  constructor(journal: RecordJournal) {
    this.#journal = journal;
  }

  async write<Kind extends RecordKind>(
    kind: Kind,
    payload: RecordPayloads[Kind],
    actor: Actor,
  ): Promise<void> {
    await this.#journal.append(kind, { actor: actor.name, ...payload });
  }
}
