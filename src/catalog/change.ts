import { type Lookup, lookUp, type Work } from './engine/engine.ts';
import type { KnownRows } from './ingest/known-rows.ts';
import {
  allVersions,
  type FileVersion,
  lookUpFiles,
  lookUpVersions,
  type Version,
  type Versions,
} from './ingest/lookup.ts';
import type { InstanceIdentity } from './record/instance-record.ts';

/** Who changes something, and when; as it stands in the record that tells of it. */
export interface Who {
  /** `kind:name` or a plain name, free of patient data. */
  readonly actor: string;
  /** ISO 8601. */
  readonly at: string;
}

/** One content of an identity: what records name instances by, because row ids do not survive a rebuild. */
export interface ContentReference extends InstanceIdentity {
  readonly sha256: string;
  /** When it came first: tells it from the same bytes that were purged before, or came again since. */
  readonly receivedAt?: string;
}

/** A file: what records name it by. */
export interface FileReference {
  readonly sha256: string;
  /** As of contents. */
  readonly receivedAt?: string;
}

/** What records name an item by, of either kind. */
export type ItemReference = ContentReference | FileReference;

export const isContent = (reference: ItemReference): reference is ContentReference =>
  'sopInstanceUid' in reference;

/** A file that is there. */
export interface FoundFile {
  readonly reference: FileReference;
  readonly version: FileVersion;
}

/** The same for files. */
export function* findFiles(references: readonly FileReference[]): Work<FoundFile[]> {
  const known = yield* lookUpFiles(references.map(({ sha256 }) => sha256));
  return references.flatMap((reference): FoundFile[] => {
    const version = known.get(reference.sha256);
    const { receivedAt = version?.receivedAt } = reference;
    return version?.receivedAt === receivedAt && version ? [{ reference, version }] : [];
  });
}

/** Item ids of what is there, of either kind. */
export function* findItems(known: KnownRows, references: readonly ItemReference[]): Work<number[]> {
  const contents = yield* findContents(known, references.filter(isContent));
  const files = yield* findFiles(references.filter((reference) => !isContent(reference)));
  return [...contents, ...files].map(({ version }) => version.itemId);
}

/** A content that is there. */
export interface FoundContent {
  readonly reference: ContentReference;
  readonly version: Version;
  readonly versions: Versions;
}

/** Finds the items of contents. What is not there (any more) is left out, so that records can be applied twice. */
export function* findContents(
  known: KnownRows,
  references: readonly ContentReference[],
): Work<FoundContent[]> {
  const all = yield* lookUpVersions(known, references);
  return references.flatMap((reference, index): FoundContent[] => {
    const versions = all[index]!;
    const version = allVersions(versions).find((candidate) => isMeant(candidate, reference));
    return version ? [{ reference, version, versions }] : [];
  });
}

function isMeant(version: Version, { sha256, receivedAt = version.receivedAt }: ContentReference): boolean {
  return version.sha256 === sha256 && version.receivedAt === receivedAt;
}

const seriesOfItem: Lookup = {
  table: 'instance',
  key: [{ column: 'item_id', type: 'number' }],
  columns: ['series_row'],
};

/** Rows of the series that items belong to, each once. */
export function* seriesRowsOf(itemIds: readonly number[]): Work<number[]> {
  const rows = yield* lookUp(
    seriesOfItem,
    itemIds.map((id) => [id]),
  );
  return [...new Set(rows.map((row) => row[1] as number))];
}
