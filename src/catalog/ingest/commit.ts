import type { Origin } from '../../contract/index.ts';
import { insertReturningIds, insertRows, type Row, statement, type Work } from '../engine/engine.ts';
import { appendEvents, type NewEvent } from '../events.ts';
import { insertParameters, type ParameterDefinition } from '../parameters.ts';
import { levelColumns } from '../record/instance-record.ts';
import { scannerRow } from '../scanners.ts';
import { describeAsDecided, describeIfEarlier } from './describe.ts';
import type { CommitEntry, CommitResult, Content } from './entries.ts';
import { identityKey, type KnownRows, type SeriesRow } from './known-rows.ts';
import { type FileVersion, lookUpFiles, lookUpVersions, seriesOf } from './lookup.ts';
import { parametersOf } from './parameters-of.ts';
import { createSeries, createStudies, type Newcomer } from './resolve-rows.ts';
import { demote, type Shown } from './tally.ts';

export interface CommitContext {
  readonly known: KnownRows;
  readonly parameters: readonly ParameterDefinition[];
  /** Time of the events, ISO 8601. */
  readonly at: string;
}

type InstanceEntry = CommitEntry & { readonly kind: 'instance' | 'conflict' | 'revision' };
type FileEntry = CommitEntry & { readonly kind: 'file' };

/** What is current under an identity, in the database or earlier in the batch. */
interface Incumbent {
  readonly itemId: number | undefined;
  readonly planned: Planned | undefined;
  readonly sha256: string;
  readonly size: number;
  readonly visible: boolean;
}

/** An instance about to be written. */
interface Planned {
  readonly entry: InstanceEntry;
  readonly incumbent: Incumbent | undefined;
  isCurrent: boolean;
  itemId: number;
}

type Decision =
  | { readonly planned: Planned }
  | { readonly file: FileEntry; itemId: number }
  | { readonly existing: Incumbent }
  | { readonly origin: CommitEntry & { kind: 'origin' } };

/**
 * Writes a batch: rows and events of all entries, or nothing. What it counts stays in `known`, for whoever runs it to
 * save.
 */
export function* commitBatch(context: CommitContext, entries: readonly CommitEntry[]): Work<CommitResult[]> {
  const instances = entries.filter(isInstance);
  const incumbents = yield* findIncumbents(context.known, instances);
  const files = yield* lookUpFiles(entries.filter(isFile).map((entry) => entry.content.sha256));
  const decisions = entries.map((entry) => decide(entry, incumbents, files));
  const planned = decisions.flatMap((decision) => ('planned' in decision ? [decision.planned] : []));

  yield* createRowsAround(context, planned);
  yield* writeItems(decisions);
  yield* writeInstances(context.known, planned);
  yield* writeOrigins(entries);
  count(context, planned, decisions);
  yield* describeRows(context, planned);
  const results = decisions.map(resultOf);
  yield* appendEvents(entries.flatMap((entry, index) => eventOf(context.at, entry, results[index]!)));
  return results;
}

const isInstance = (entry: CommitEntry): entry is InstanceEntry =>
  entry.kind === 'instance' || entry.kind === 'conflict' || entry.kind === 'revision';
const isFile = (entry: CommitEntry): entry is FileEntry => entry.kind === 'file';

function* findIncumbents(known: KnownRows, entries: readonly InstanceEntry[]): Work<Map<string, Incumbent>> {
  const versions = yield* lookUpVersions(
    known,
    entries.map((entry) => entry.record),
  );
  const incumbents = new Map<string, Incumbent>();
  for (const [index, { current }] of versions.entries()) {
    if (!current) continue;
    const { itemId, sha256, size, trashedAt } = current;
    const incumbent = { itemId, planned: undefined, sha256, size, visible: trashedAt === null };
    incumbents.set(identityKey(entries[index]!.record), incumbent);
  }
  return incumbents;
}

/** Remembers in `incumbents` what it decides, so that a batch can hold an identity more than once. */
function decide(
  entry: CommitEntry,
  incumbents: Map<string, Incumbent>,
  files: ReadonlyMap<string, FileVersion>,
): Decision {
  switch (entry.kind) {
    case 'origin':
      return { origin: entry };
    case 'file': {
      const { sha256, size } = entry.content;
      const itemId = files.get(sha256)?.itemId;
      return itemId === undefined
        ? { file: entry, itemId: 0 }
        : { existing: { itemId, planned: undefined, sha256, size, visible: true } };
    }
    default:
      return decideInstance(entry, incumbents);
  }
}

function decideInstance(entry: InstanceEntry, incumbents: Map<string, Incumbent>): Decision {
  const key = identityKey(entry.record);
  const incumbent = incumbents.get(key);
  if (entry.kind === 'instance' && incumbent?.visible) return { existing: incumbent };
  const isCurrent = entry.kind !== 'conflict' || !incumbent?.visible;
  const planned: Planned = { entry, incumbent, isCurrent, itemId: 0 };
  if (isCurrent) {
    const { sha256, size } = entry.content;
    incumbents.set(key, { itemId: undefined, planned, sha256, size, visible: true });
    if (incumbent?.planned) incumbent.planned.isCurrent = false;
  }
  return { planned };
}

const newcomerOf = ({ entry }: Planned): Newcomer => ({
  record: entry.record,
  originDomain: entry.originDomain ?? '',
  receivedAt: entry.origin.receivedAt,
  collection: entry.collection ?? null,
  parameters: entry.parameters,
});

function* createRowsAround({ known, parameters }: CommitContext, planned: readonly Planned[]): Work<void> {
  const newcomers = planned.map(newcomerOf);
  yield* createStudies(known, newcomers);
  const created = yield* createSeries(known, newcomers, (record, receivedAt) =>
    scannerRow(record.scanner, record.stationName, receivedAt),
  );
  for (const [series, newcomer] of created)
    yield* insertParameters(series.id, parametersOf(newcomer, parameters));
}

const itemColumns = [
  ...['kind', 'sha256', 'size', 'media_type', 'collection'],
  ...['received_at', 'via', 'sender', 'address', 'receiver', 'domain'],
];
const fileColumns = ['item_id', 'name'];
const fileRow = (decision: Decision): Row[] =>
  'file' in decision ? [[decision.itemId, decision.file.name]] : [];

const locationColumns = ['item_id', 'store', 'key', 'form', 'head_length'];

function* writeItems(decisions: readonly Decision[]): Work<void> {
  const arrivals: { target: { itemId: number }; entry: InstanceEntry | FileEntry }[] = [];
  for (const decision of decisions) {
    if ('planned' in decision) arrivals.push({ target: decision.planned, entry: decision.planned.entry });
    else if ('file' in decision) arrivals.push({ target: decision, entry: decision.file });
  }
  const ids = yield* insertReturningIds(
    'item',
    itemColumns,
    arrivals.map(({ entry }) => itemRow(entry)),
  );
  for (const [index, { target }] of arrivals.entries()) target.itemId = ids[index]!;
  yield* insertRows(
    'location',
    locationColumns,
    arrivals.map(({ entry }, index) => locationRow(ids[index]!, entry.content)),
  );
  yield* insertRows('file', fileColumns, decisions.flatMap(fileRow));
}

const itemRow = (entry: InstanceEntry | FileEntry): Row => [
  entry.kind === 'file' ? 'file' : 'instance',
  entry.content.sha256,
  entry.content.size,
  entry.content.mediaType,
  entry.collection ?? null,
  ...originValues(entry.origin),
  entry.origin.domain ?? null,
];

const locationRow = (itemId: number, { location }: Content): Row => [
  itemId,
  location.store,
  location.key,
  location.form,
  location.headLength,
];

const originValues = ({ receivedAt, via, sender, address, receiver }: Origin): Row => [
  receivedAt,
  via,
  sender,
  address,
  receiver,
];

const instanceColumns = [
  ...['item_id', 'series_row', 'transfer_syntax_uid', 'is_current', 'state', 'revision_of'],
  ...['instance_order', 'pixel_data_offset'],
  ...levelColumns.instance,
];
const conflictColumns = ['item_id', 'current_item_id', 'raised_at'];
const derivedColumns = ['item_id', 'source_item_id', 'method', 'method_version'];
/** Instances without a number come last. */
const NO_NUMBER = 0x7fffffff;
const numberIndex = levelColumns.instance.indexOf('instance_number');

function* writeInstances(known: KnownRows, planned: readonly Planned[]): Work<void> {
  for (const { entry, incumbent, isCurrent } of planned) {
    known.versions.delete(identityKey(entry.record));
    if (isCurrent && incumbent?.itemId !== undefined) yield* demote(incumbent.itemId);
  }
  yield* insertRows(
    'instance',
    instanceColumns,
    planned.map((each) => instanceRow(each, seriesOf(known, each.entry.record)!)),
  );
  const conflicts = planned.filter(({ entry, isCurrent }) => entry.kind === 'conflict' && !isCurrent);
  yield* insertRows(
    'conflict',
    conflictColumns,
    conflicts.map(({ entry, incumbent, itemId }) => [
      itemId,
      incumbentId(incumbent!),
      entry.origin.receivedAt,
    ]),
  );
  yield* insertRows('derived_from', derivedColumns, planned.flatMap(derivedRow));
}

const derivedRow = ({ entry, itemId }: Planned): Row[] =>
  entry.kind === 'revision' ? [[itemId, entry.revisionOf, 'revision', '1']] : [];

function instanceRow({ entry, isCurrent, itemId }: Planned, series: SeriesRow): Row {
  const values = entry.record.values('instance');
  return [
    itemId,
    series.id,
    entry.record.transferSyntaxUid,
    isCurrent ? 1 : 0,
    entry.kind === 'instance' ? 'original' : entry.kind,
    entry.kind === 'revision' ? entry.revisionOf : null,
    values[numberIndex] ?? NO_NUMBER,
    entry.pixelDataOffset ?? null,
    ...values,
  ];
}

/** Applying a record twice changes nothing: an origin that is there already is the same one. */
function* writeOrigins(entries: readonly CommitEntry[]): Work<void> {
  for (const entry of entries) {
    if (entry.kind !== 'origin') continue;
    const values = [entry.itemId, ...originValues(entry.origin)];
    yield* statement(INSERT_ORIGIN, [...values, ...values]);
  }
}

const INSERT_ORIGIN = `INSERT INTO origin (item_id, received_at, via, sender, address, receiver)
  SELECT CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT)
  WHERE NOT EXISTS (SELECT 1 FROM origin WHERE item_id = ?
    AND received_at = ? AND via = ? AND sender = ? AND address = ? AND receiver = ?)`;

function count(
  { known, at }: CommitContext,
  planned: readonly Planned[],
  decisions: readonly Decision[],
): void {
  const { tally } = known;
  for (const { entry, incumbent, isCurrent } of planned) {
    const series = seriesOf(known, entry.record)!;
    tally.arrive(series, entry.content.size, at);
    if (isCurrent) tally.show(series, shownOf(entry), incumbent);
  }
  for (const decision of decisions) {
    if ('file' in decision) tally.addFile(decision.file.content.size);
  }
}

const shownOf = ({ record, content, origin }: InstanceEntry): Shown => ({
  size: content.size,
  sopClassUid: record.sopClassUid,
  transferSyntaxUid: record.transferSyntaxUid,
  sender: origin.sender,
});

function* describeRows(context: CommitContext, planned: readonly Planned[]): Work<void> {
  for (const each of planned) {
    if (!each.isCurrent) continue;
    if (each.entry.kind === 'revision') yield* describeAsDecided(context, newcomerOf(each));
    else yield* describeIfEarlier(context, newcomerOf(each));
  }
}

function resultOf(decision: Decision): CommitResult {
  if ('planned' in decision) return { status: 'stored', itemId: decision.planned.itemId };
  if ('file' in decision) return { status: 'stored', itemId: decision.itemId };
  if ('origin' in decision) return { status: 'stored', itemId: decision.origin.itemId };
  const { existing } = decision;
  return { status: 'exists', itemId: incumbentId(existing), sha256: existing.sha256 };
}

/** The planned one has its id by now. */
const incumbentId = ({ itemId, planned }: Incumbent): number => itemId ?? planned!.itemId;

const eventKinds = {
  instance: 'instance.stored',
  conflict: 'instance.conflict',
  revision: 'instance.revised',
  file: 'file.stored',
  origin: 'item.received-again',
} as const;

function eventOf(at: string, entry: CommitEntry, result: CommitResult): NewEvent[] {
  if (result.status === 'exists') return [];
  const event = { at, kind: eventKinds[entry.kind], actor: entry.actor, itemId: result.itemId };
  if (entry.kind === 'file') return [{ ...event, data: { sha256: entry.content.sha256 } }];
  if (!isInstance(entry)) return [event];
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sopClassUid } = entry.record;
  return [{ ...event, studyInstanceUid, seriesInstanceUid, data: { sopInstanceUid, sopClassUid } }];
}
