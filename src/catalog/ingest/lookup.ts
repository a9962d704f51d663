import { type Lookup, lookUp, type Row, type Work } from '../engine/engine.ts';
import type { InstanceIdentity } from '../record/instance-record.ts';
import { identityKey, type KnownRows, type SeriesRow, seriesKey } from './known-rows.ts';
import { loadSeries, loadStudies } from './resolve-rows.ts';

/** One of the items that share an identity. */
export interface Version {
  readonly itemId: number;
  readonly sha256: string;
  readonly size: number;
  readonly transferSyntaxUid: string;
  /** How it came; which one is current is said by where it stands in `Versions`. */
  readonly state: 'original' | 'conflict' | 'revision';
  /** When it came first. */
  readonly receivedAt: string;
  readonly trashedAt: string | null;
}

export interface Versions {
  readonly current: Version | undefined;
  readonly others: readonly Version[];
}

/** All of them, the current one first. */
export const allVersions = ({ current, others }: Versions): readonly Version[] =>
  current ? [current, ...others] : others;

const key = [
  { column: 'sop_instance_uid', type: 'text' },
  { column: 'series_row', type: 'number' },
] as const;
const instanceByIdentity: Lookup = {
  table: 'instance',
  key,
  columns: ['item_id', 'is_current', 'state', 'transfer_syntax_uid'],
  where: ['is_current = 1', 'is_current = 0'],
};
const itemById: Lookup = {
  table: 'item',
  key: [{ column: 'id', type: 'number' }],
  columns: ['sha256', 'size', 'received_at', 'trashed_at'],
};

const instanceKey = (sopInstanceUid: string, seriesRow: number): string => `${seriesRow}\\${sopInstanceUid}`;

/** What is there under each identity, in the order asked for. */
export function* lookUpVersions(known: KnownRows, identities: readonly InstanceIdentity[]): Work<Versions[]> {
  const unknown = identities.filter((identity) => !known.versions.has(identityKey(identity)));
  if (unknown.length > 0) yield* loadVersions(known, unknown);
  return identities.map((identity) => known.versions.get(identityKey(identity))!);
}

function* loadVersions(known: KnownRows, identities: readonly InstanceIdentity[]): Work<void> {
  yield* loadStudies(
    known,
    identities.map((identity) => identity.studyInstanceUid),
  );
  yield* loadSeries(known, identities);
  const series = identities.map((identity) => seriesOf(known, identity));
  const keys = identities.flatMap(({ sopInstanceUid }, index): Row[] => {
    const row = series[index];
    return row ? [[sopInstanceUid, row.id]] : [];
  });
  const rows = yield* lookUp(instanceByIdentity, keys);
  const items = yield* lookUp(
    itemById,
    rows.map((row) => [row[2]!]),
  );
  const itemRows = new Map(items.map((row) => [row[0] as number, row]));
  const byKey = Map.groupBy(rows, keyOfRow);
  for (const [index, identity] of identities.entries()) {
    const found = byKey.get(instanceKey(identity.sopInstanceUid, series[index]?.id ?? 0)) ?? [];
    known.versions.set(identityKey(identity), versionsFrom(found, itemRows));
  }
}

export function seriesOf(known: KnownRows, identity: InstanceIdentity): SeriesRow | undefined {
  const study = known.studies.get(identity.studyInstanceUid);
  return study && known.series.get(seriesKey(study, identity.seriesInstanceUid));
}

const keyOfRow = (row: Row): string => instanceKey(row[0] as string, row[1] as number);

const nothing: Versions = { current: undefined, others: [] };

function versionsFrom(rows: readonly Row[], items: ReadonlyMap<number, Row>): Versions {
  if (rows.length === 0) return nothing;
  const isCurrent = (row: Row): boolean => row[3] === 1;
  const current = rows.find(isCurrent);
  const others = rows.filter((row) => !isCurrent(row));
  return {
    current: current && versionFrom(current, items),
    others: others.map((row) => versionFrom(row, items)),
  };
}

function versionFrom(row: Row, items: ReadonlyMap<number, Row>): Version {
  const [, , itemId, , state, transferSyntaxUid] = row;
  const [, sha256, size, receivedAt, trashedAt] = items.get(itemId as number)!;
  return {
    itemId: itemId as number,
    sha256: sha256 as string,
    size: size as number,
    transferSyntaxUid: transferSyntaxUid as string,
    state: state as Version['state'],
    receivedAt: receivedAt as string,
    trashedAt: trashedAt as string | null,
  };
}

/** A file that is kept. */
export interface FileVersion {
  readonly itemId: number;
  readonly sha256: string;
  readonly size: number;
  /** When it came first. */
  readonly receivedAt: string;
  readonly trashedAt: string | null;
}

const fileByDigest: Lookup = {
  table: 'item',
  key: [{ column: 'sha256', type: 'text' }],
  columns: ['id', 'size', 'received_at', 'trashed_at'],
  where: ["kind = 'file'"],
};

/** File items by digest. */
export function* lookUpFiles(digests: readonly string[]): Work<Map<string, FileVersion>> {
  const rows = yield* lookUp(
    fileByDigest,
    digests.map((digest) => [digest]),
  );
  return new Map(rows.map((row) => [row[0] as string, fileFrom(row)]));
}

function fileFrom([sha256, itemId, size, receivedAt, trashedAt]: Row): FileVersion {
  return {
    itemId: itemId as number,
    sha256: sha256 as string,
    size: size as number,
    receivedAt: receivedAt as string,
    trashedAt: trashedAt as string | null,
  };
}
