import type { ElsewhereStudy, Origin, RemoteNode, Scope } from '../contract/index.ts';
import type { Tag } from '../dicom/index.ts';
import { type AccessEntry, listAccessEntries, putAccessEntry } from './access-entries.ts';
import { type Attachment, type AttachmentPayload, attach, coversTarget, detach } from './attachments.ts';
import { type ContentReference, findItems, type ItemReference, type Who } from './change.ts';
import { clearCatalog } from './clear.ts';
import {
  bytesOfCollection,
  type CollectPayload,
  collectionOfStudy,
  collectionsOfStudies,
  collectStudies,
  type ListedCollection,
  listCollections,
} from './collections.ts';
import {
  type Choice,
  type ConflictFilter,
  chooseCurrent,
  conflictArrived,
  type ListedConflict,
  listConflicts,
} from './conflicts.ts';
import { type Derivation, type DerivationPayload, derivationsOf, derive, underive } from './derivations.ts';
import { type DifferentPeople, setDifferent } from './different-people.ts';
import { canonicalDump } from './dump.ts';
import {
  type ElsewhereFilter,
  elsewhereStudies,
  putElsewhereStudy,
  removeElsewhereStudy,
} from './elsewhere-studies.ts';
import type { Row } from './engine/engine.ts';
import {
  appendEvents,
  type CatalogEvent,
  type CatalogEventPage,
  lastEventSeq,
  type NewEvent,
  readEventPage,
  readEvents,
} from './events.ts';
import {
  completeExpectedStudy,
  type ExpectedStudy,
  expectStudy,
  type PendingStudy,
  pendingStudies,
  pendingStudy,
} from './expected-studies.ts';
import { type Facets, facets } from './facets.ts';
import {
  countFiles,
  describeFile,
  type FileDescriptionPayload,
  type FileFilter,
  type StoredFile,
  storedFiles,
} from './files.ts';
import { firstOrigin } from './first-origin.ts';
import type { Description, Location } from './ingest/entries.ts';
import { itemsInStore, type ListedItem } from './items.ts';
import { type KnownItem, knownItem } from './known-item.ts';
import { labelNames } from './label-names.ts';
import { type Label, type LabelPayload, labelNamesOfStudy, labelsOf, setLabel } from './labels.ts';
import {
  type ListedPatient,
  type ListedScanner,
  listPatients,
  listPersons,
  listScanners,
  type PatientFilter,
} from './listings.ts';
import { type KnownLocation, locationsOf, markVerified, putLocation, removeLocation } from './locations.ts';
import {
  acceptLosses,
  countLosses,
  type Loss,
  type LostItem,
  type LostItemFilter,
  lose,
  lostItems,
  putBack,
} from './losses.ts';
import { listNodes, putNode, removeNode } from './nodes.ts';
import { originsOf, type StudyOrigin } from './origins.ts';
import { replaceParameters, type SeriesParameter } from './parameters.ts';
import {
  likelySamePeople,
  listPeople,
  type PeopleFilter,
  patientOfStudy,
  peopleOf,
  type Somebody,
} from './people.ts';
import {
  type MergePayload,
  mergePatients,
  type Person,
  personOf,
  type SplitPayload,
  splitPatients,
} from './persons.ts';
import { type AnswerColumn, answerColumns, attributesAt } from './query/answer.ts';
import { countAnswers } from './query/count.ts';
import { type FoundPage, find, findPage } from './query/find.ts';
import { type FoundFacets, foundFacets } from './query/found-facets.ts';
import { countInstances, type InstanceSelector, instances, type StoredInstance } from './query/instances.ts';
import type { Query } from './query/query.ts';
import { markQuiet } from './quiet.ts';
import type { Level } from './record/attributes.ts';
import type { SeriesIdentity } from './record/instance-record.ts';
import { appliedSequence, setAppliedSequence } from './record-state.ts';
import { becameRevision } from './revisions.ts';
import { arrivedSince, type Statistics, statistics } from './statistics.ts';
import { beginViews, forgetViewsOfGone, noteViews, type StudyView, viewOf } from './study-views.ts';
import { type ScopeTotals, totalsOf } from './totals.ts';
import {
  purgeFromTrash,
  putInTrash,
  restoreFromTrash,
  type TrashedItem,
  type TrashFilter,
  type TrashPayload,
  trashedBytes,
  trashedItems,
} from './trash.ts';
import { UnitsOfWork, usesMemory } from './units-of-work.ts';

/**
 * Where everything that is kept can be found. A cache: `isocenter rebuild` makes it anew from the stored files. What is asked and
 * changed is a function of this folder each, in the file of its concept; here they stand side by side.
 */
export class Catalog extends UnitsOfWork {
  /** Answers in pages; each row has the values of `query.attributes`. See query/find.ts. */
  find(scope: Scope, query: Query): AsyncIterable<Row[]> {
    return find(this.engine, scope, query);
  }

  /** At most `query.limit` answers, and a cursor for the next. */
  async findPage(scope: Scope, query: Query): Promise<FoundPage> {
    return await findPage(this.engine, scope, query);
  }

  /** What the columns of the rows of `find` hold. */
  answerColumns(query: Query): AnswerColumn[] {
    return answerColumns(this.engine, query);
  }

  /** How many rows `find` answers without a limit; see query/count.ts. */
  async countAnswers(scope: Scope, query: Query, maximum: number): Promise<number> {
    return await countAnswers(this.engine, scope, query, maximum);
  }

  attributesAt(level: Level): ReadonlySet<Tag> {
    return attributesAt(this.engine, level);
  }

  /** Instances to give back, in the order of series number and instance number. */
  instances(scope: Scope, selector: InstanceSelector): AsyncIterable<StoredInstance[]> {
    return instances(this.engine, scope, selector);
  }

  /** How many `instances` gives back. */
  countInstances(scope: Scope, selector: InstanceSelector): Promise<number> {
    return countInstances(this.engine, scope, selector);
  }

  /** Puts items aside; see trash.ts. Answers how many were not there already. */
  async trash(payload: TrashPayload, who: Who): Promise<number> {
    return await this.change((known) => putInTrash(known, payload, who));
  }

  async restore(contents: readonly ItemReference[], who: Who): Promise<number> {
    return await this.change((known) => restoreFromTrash(known, contents, who));
  }

  /** Forgets items that are in the trash, when their bytes are gone. */
  async purge(contents: readonly ItemReference[], who: Who): Promise<number> {
    return await this.change((known) => purgeFromTrash(known, contents, who));
  }

  /** See {@link trashedItems}. */
  trashed(scope: Scope, filter?: TrashFilter): AsyncIterable<TrashedItem[]> {
    return trashedItems(this.engine, scope, filter);
  }

  /** See {@link trashedBytes}. */
  async trashedBytes(now: string): Promise<{ all: number; past: number }> {
    return await trashedBytes(this.engine, now);
  }

  async attach(payload: AttachmentPayload, who: Who): Promise<void> {
    await this.change(() => attach(payload, who));
  }

  async detach(payload: AttachmentPayload, who: Who): Promise<void> {
    await this.change(() => detach(payload, who));
  }

  /** See {@link coversTarget}. */
  async coversTarget(scope: Scope, target: Attachment): Promise<boolean> {
    return await coversTarget(this.engine, scope, target);
  }

  async derive(payload: DerivationPayload, who: Who): Promise<void> {
    await this.change((known) => derive(known, payload, who));
  }

  async underive(payload: Omit<DerivationPayload, 'methodVersion'>, who: Who): Promise<void> {
    await this.change((known) => underive(known, payload, who));
  }

  /** Ids of the items that are there, of either kind. */
  async itemIds(references: readonly ItemReference[]): Promise<number[]> {
    return await this.engine.read(() => findItems(this.readable(), references));
  }

  /** What an item was made from, and what was made from it. */
  async derivationsOf(itemId: number): Promise<Derivation[]> {
    return await derivationsOf(this.engine, itemId);
  }

  /** Files that can be seen, the newest first. */
  async files(scope: Scope, filter: FileFilter): Promise<StoredFile[]> {
    return await storedFiles(this.engine, scope, filter);
  }

  async describeFile(payload: FileDescriptionPayload, who: Who): Promise<void> {
    await this.change(() => describeFile(payload, who));
  }

  async countFiles(scope: Scope): Promise<{ count: number; bytes: number }> {
    return await countFiles(this.engine, scope);
  }

  /** Makes a content the current one of its identity. False when it is not there. */
  async resolve(content: Choice, who: Who, description?: Description): Promise<boolean> {
    return await this.change((known) =>
      chooseCurrent({ known, parameters: this.parameters }, content, who, description),
    );
  }

  /** See {@link becameRevision}. */
  async becameRevision(
    content: ContentReference,
    of: string,
    who: Who,
    description?: Description,
  ): Promise<void> {
    await this.change((known) =>
      becameRevision({ known, parameters: this.parameters }, content, of, who, description),
    );
  }

  /** See {@link conflictArrived}. */
  async conflictArrived(content: ContentReference, raisedAt: string, who: Who): Promise<void> {
    await this.change((known) => conflictArrived(known, content, raisedAt, who));
  }

  /** Conflicts, oldest first; those that nobody settled unless the filter says otherwise. */
  async conflicts(filter: ConflictFilter = {}): Promise<ListedConflict[]> {
    return await listConflicts(this.engine, filter);
  }

  async label(payload: LabelPayload, who: Who): Promise<void> {
    await this.change(() => setLabel(payload, who));
  }

  async labels(target: LabelPayload['target'], uid: string): Promise<Label[]> {
    return await labelsOf(this.engine, target, uid);
  }

  async labelsOfStudy(studyInstanceUid: string): Promise<ReadonlySet<string>> {
    return await labelNamesOfStudy(this.engine, studyInstanceUid);
  }

  /** See {@link labelNames}. */
  async labelNames(scope: Scope, beginning: string, limit: number): Promise<string[]> {
    return await labelNames(this.engine, scope, beginning, limit);
  }

  async merge(payload: MergePayload, who: Who): Promise<void> {
    await this.change(() => mergePatients(payload, who));
  }

  async split(payload: SplitPayload, who: Who): Promise<void> {
    await this.change(() => splitPatients(payload, who));
  }

  async setDifferent(payload: DifferentPeople, who: Who): Promise<void> {
    await this.change(() => setDifferent(payload, who));
  }

  /** The person that a patient belongs to, with all patients of theirs. */
  async personOf(patientKey: string): Promise<Person | undefined> {
    return await personOf(this.engine, patientKey);
  }

  async persons(scope: Scope, page: Parameters<typeof listPersons>[2]): Promise<Person[]> {
    return await listPersons(this.engine, scope, page);
  }

  async patients(scope: Scope, filter: PatientFilter): Promise<ListedPatient[]> {
    return await listPatients(this.engine, scope, filter);
  }

  async people(scope: Scope, filter: PeopleFilter): Promise<Somebody[]> {
    return await listPeople(this.engine, scope, filter);
  }

  async peopleOf(scope: Scope, patientKeys: readonly string[]): Promise<Somebody[]> {
    return await peopleOf(this.engine, scope, patientKeys);
  }

  async patientOfStudy(scope: Scope, studyInstanceUid: string): Promise<string | undefined> {
    return await patientOfStudy(this.engine, scope, studyInstanceUid);
  }

  async likelySamePeople(scope: Scope, limit: number): Promise<Somebody[][]> {
    return await likelySamePeople(this.engine, scope, limit);
  }

  async scanners(scope: Scope, limit: number): Promise<ListedScanner[]> {
    return await listScanners(this.engine, scope, limit);
  }

  async collections(scope: Scope, limit: number): Promise<ListedCollection[]> {
    return await listCollections(this.engine, scope, limit);
  }

  /** See {@link collectStudies}. */
  async collect(payload: CollectPayload, who: Who): Promise<void> {
    await this.change(() => collectStudies(payload, who));
  }

  async collectionOfStudy(studyInstanceUid: string): Promise<string | null | undefined> {
    return await this.engine.read(() => collectionOfStudy(studyInstanceUid), usesMemory);
  }

  /** See {@link collectionsOfStudies}. */
  async collectionsOfStudies(scope: Scope, uids: readonly string[]): Promise<Map<string, string | null>> {
    return await collectionsOfStudies(this.engine, scope, uids);
  }

  async bytesOfCollection(name: string): Promise<number> {
    return await bytesOfCollection(this.engine, name);
  }

  async expectStudy(study: ExpectedStudy, who: Who): Promise<void> {
    await this.change(() => expectStudy(study, who));
  }

  async completeExpectedStudy(studyInstanceUid: string, who: Who): Promise<void> {
    await this.change(() => completeExpectedStudy(studyInstanceUid, who));
  }

  async pendingStudies(scope: Scope, limit = 1_000, dueBefore?: string): Promise<PendingStudy[]> {
    return await pendingStudies(this.engine, scope, limit, dueBefore);
  }

  /** What is expected of a study that is not complete. */
  async pendingStudy(studyInstanceUid: string): Promise<PendingStudy | undefined> {
    return await pendingStudy(this.engine, studyInstanceUid);
  }

  async putElsewhereStudy(study: ElsewhereStudy, who: Who): Promise<void> {
    await this.change(() => putElsewhereStudy(study, who));
  }

  async removeElsewhereStudy(uid: string, who: Who): Promise<void> {
    await this.change(() => removeElsewhereStudy(uid, who));
  }

  async elsewhereStudies(scope: Scope, filter: ElsewhereFilter): Promise<ElsewhereStudy[]> {
    return await elsewhereStudies(this.engine, scope, filter);
  }

  async putNode(node: RemoteNode, who: Who): Promise<void> {
    await this.change(() => putNode(node, who));
  }

  async removeNode(name: string, who: Who): Promise<void> {
    await this.change(() => removeNode(name, who));
  }

  /** Registered remote AEs, by name. */
  async nodes(): Promise<RemoteNode[]> {
    return await listNodes(this.engine);
  }

  async putAccessEntry(entry: AccessEntry, who: Who): Promise<void> {
    await this.change(() => putAccessEntry(entry, who));
  }

  /** Accounts, grants, tokens and shares. */
  async accessEntries(): Promise<AccessEntry[]> {
    return await listAccessEntries(this.engine);
  }

  /** Appends an event for series and studies without a new item for so many milliseconds. Answers how many. */
  async markQuiet(after: { readonly seriesMs: number; readonly studyMs: number }): Promise<number> {
    const now = this.clock.now();
    const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
    const since = { series: ago(after.seriesMs), study: ago(after.studyMs) };
    return await this.change(() => markQuiet(since, now.toISOString()));
  }

  async locationsOf(itemId: number): Promise<KnownLocation[]> {
    return await locationsOf(this.engine, itemId);
  }

  /** Adds a location, or replaces the one in that store. */
  async putLocation(itemId: number, location: Location): Promise<void> {
    await this.change(() => putLocation(itemId, location, this.itself()));
  }

  async removeLocation(itemId: number, store: string): Promise<void> {
    await this.change(() => removeLocation(itemId, store, this.itself()));
  }

  /** Notes that the bytes of an item are gone from a store. */
  async lose(reference: ItemReference, loss: Loss, store: string, who: Who): Promise<void> {
    await this.change((known) => lose(known, reference, loss, store, who));
  }

  /** The bytes of an item are there again. @param size of the whole file, bytes */
  async putBack(reference: ItemReference, location: Location, size: number): Promise<void> {
    await this.change((known) => putBack(known, reference, location, size, this.itself()));
  }

  async acceptLosses(references: readonly ItemReference[], reason: string, who: Who): Promise<void> {
    await this.change((known) => acceptLosses(known, references, reason, who));
  }

  /** Items that nothing holds the bytes of; see losses.ts. */
  lostItems(filter: LostItemFilter): AsyncIterable<LostItem[]> {
    return lostItems(this.engine, filter);
  }

  /** Losses that nobody has accepted. */
  async countLosses(): Promise<number> {
    return await countLosses(this.engine);
  }

  /** What is known of an item without its file; see known-item.ts. */
  async knownItem(itemId: number): Promise<KnownItem | undefined> {
    return await knownItem(this.engine, itemId);
  }

  async firstOrigin(itemId: number): Promise<Origin | undefined> {
    return await firstOrigin(this.engine, itemId);
  }

  async markVerified(itemIds: readonly number[], store: string, at: string): Promise<void> {
    await this.change(() => markVerified(itemIds, store, at));
  }

  /** Everything that lies in a store, whatever its state, in pages. */
  itemsInStore(store: string): AsyncIterable<ListedItem[]> {
    return itemsInStore(this.engine, store);
  }

  /** Replaces the parameters of a series. */
  async setParameters(series: SeriesIdentity, parameters: readonly SeriesParameter[]): Promise<void> {
    await this.change((known) => replaceParameters(known, series, parameters, this.itself()));
  }

  /** Appends events that tell of something outside of the catalog. */
  async appendEvents(events: readonly NewEvent[]): Promise<void> {
    await this.change(() => appendEvents(events));
  }

  /** Counters; nothing is counted. */
  async statistics(): Promise<Statistics> {
    return await statistics(this.engine);
  }

  /** See {@link arrivedSince}. */
  arrivedSince(since: string) {
    return arrivedSince(this.engine, since);
  }

  /** What the studies of a query are, in numbers; see query/found-facets.ts. */
  async foundFacets(scope: Scope, query: Query, parameters: readonly string[]): Promise<FoundFacets> {
    return await foundFacets(this.engine, scope, query, parameters);
  }

  async originsOf(scope: Scope, studyInstanceUid: string): Promise<StudyOrigin[]> {
    return await originsOf(this.engine, scope, studyInstanceUid);
  }

  /** How much queries of a scope find. Goes through its studies in slices; of everything, {@link statistics} are counters. */
  async totals(scope: Scope): Promise<ScopeTotals> {
    return await totalsOf(this.engine, scope);
  }

  /** What there is by modality, year and so on. Goes through all studies in slices. */
  async facets(scope: Scope): Promise<Facets> {
    return await facets(this.engine, scope);
  }

  /** Up to which sequence number a journal was applied; 0 when never. */
  async appliedSequence(journal: string): Promise<number> {
    return await appliedSequence(this.engine, journal);
  }

  /** Studies are looked at from now on, unless that has begun; see study-views.ts. */
  async beginViews(): Promise<void> {
    const at = this.clock.now().toISOString();
    await this.engine.write(() => beginViews(at));
  }

  async noteViews(studies: readonly string[], day: string): Promise<void> {
    await this.engine.write(() => noteViews(studies, day));
  }

  async forgetViewsOfGone(): Promise<void> {
    await this.engine.write(forgetViewsOfGone);
  }

  async viewOf(studyInstanceUid: string): Promise<StudyView> {
    return await this.engine.read(() => viewOf(studyInstanceUid));
  }

  async setAppliedSequence(journal: string, sequence: number): Promise<void> {
    await this.change(() => setAppliedSequence(journal, sequence));
  }

  /** What a rebuild has to bring back, as text that does not depend on the order in which it came. */
  canonicalDump(): AsyncIterable<string> {
    return canonicalDump(this.engine);
  }

  /** Empties everything that a rebuild brings back, in one transaction. */
  async clear(): Promise<void> {
    await this.change(() => clearCatalog(this.itself()));
  }

  /** Events after a cursor, oldest first. */
  async events(afterSeq: number, limit = 1_000): Promise<CatalogEvent[]> {
    return await readEvents(this.engine, afterSeq, limit);
  }

  /** See {@link readEventPage}. */
  async eventPage(afterSeq: number, limit: number, scope: Scope, window?: number): Promise<CatalogEventPage> {
    return await readEventPage(this.engine, afterSeq, limit, scope, window);
  }

  /** The newest cursor; 0 when nothing happened yet. */
  async lastEventSeq(): Promise<number> {
    return await lastEventSeq(this.engine);
  }
}
