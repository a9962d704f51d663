import { join } from 'node:path';
import { BufferPool, type ByteSink, IsocenterError } from '../base/index.ts';
import {
  type AccessEntry,
  type ExpectedStudy,
  type FileFilter,
  type FoundFacets,
  type ListedCollection,
  type ListedPatient,
  type ListedScanner,
  type ParameterCondition,
  type ParameterDefinition,
  type PatientFilter,
  type PeopleFilter,
  type Person,
  type Query,
  type SeriesIdentity,
  type ShownParameter,
  type Somebody,
  type StoredFile,
  type StoredInstance,
  type StudyOrigin,
  shownParametersOf,
} from '../catalog/index.ts';
import type {
  Actor,
  Attention,
  Conflict,
  Counts,
  DiskForecast,
  ElsewhereStudy,
  Level,
  Loss,
  RemoteNode,
  Scope,
  SeenCounts,
  Stats,
  TrashEntry,
} from '../contract/index.ts';
import type { Dataset, Header, Tag } from '../dicom/index.ts';
import type { BlobStat, ByteRange, PlacedForm } from '../store/index.ts';
import { type CommitmentItem, type CommitmentResult, confirmCommitment } from './commitment.ts';
import type { IngestResult } from './committer.ts';
import { composeDisc, type DiscRequest } from './compose-disc.ts';
import { type ConflictState, listConflicts, readContender, resolve, showConflict } from './conflicts.ts';
import { decide } from './decide.ts';
import { keepDerived, readDerived } from './derived.ts';
import { forecastDisk } from './disk-forecast.ts';
import { elsewhereStudiesOf, putElsewhere, removeElsewhere } from './elsewhere-studies.ts';
import { type EventPage, readEvents } from './events.ts';
import { endExpectation, expectedStudies, expectStudy } from './expected-studies.ts';
import { type ExportRequest, exportFiles } from './export.ts';
import { type ExportDiscRequest, exportDisc } from './export-disc.ts';
import { exportFile, exportQuarantined } from './export-file.ts';
import { exportNamed } from './export-named.ts';
import { type ExportStreamRequest, exportStream } from './export-stream.ts';
import { openExportTarget } from './export-target.ts';
import {
  attachFile,
  derivations,
  derive,
  describeFile,
  detachFile,
  listFiles,
  readFile,
  underive,
} from './files.ts';
import { type Found, type FoundPage, find, findPage } from './find.ts';
import { FoundCounts } from './found-counts.ts';
import { HiddenIdentity, requireHidingQuery } from './hidden-identity/index.ts';
import { type ImportRequest, importFiles } from './import.ts';
import { importDemo } from './import-demo.ts';
import { importUpload, type UploadRequest } from './import-upload.ts';
import { type IngestRequest, InstanceIngest } from './ingest.ts';
import { DicomFileIngest } from './ingest-dicom-file.ts';
import { FileIngest, type FileIngestRequest } from './ingest-file.ts';
import { instanceBytes } from './instance-bytes.ts';
import type { KeptFile } from './keep-file.ts';
import { localLocation } from './local-location.ts';
import { acceptLosses, type LossState, listLosses } from './losses.ts';
import { type MatchOptions, matchParameter, matchQuery } from './match-query.ts';
import { needsAttention } from './needs-attention.ts';
import type { ArchiveParts } from './parts.ts';
import {
  collect,
  label,
  listLabels,
  merge,
  onePerson,
  personOfStudy,
  rename,
  split,
  tellApart,
} from './people.ts';
import { isInstancePlaced, placeInstance } from './place-instance.ts';
import {
  discardQuarantined,
  listQuarantine,
  type QuarantinePage,
  quarantinedOfRemoval,
  readQuarantined,
  showQuarantined,
} from './quarantine.ts';
import type { QuietWatch } from './quiet.ts';
import type { QuotaTable } from './quotas.ts';
import { rebuild } from './rebuild.ts';
import { RecentHeaders } from './recent-headers.ts';
import type { Identity, ItemContent, RecordPayloads } from './records.ts';
import { chooseTransferSyntax, type Delivery, deliver } from './retrieve.ts';
import { retryQuarantined } from './retry-quarantined.ts';
import { compareRevisions, listRevisions, revert, revise } from './revise.ts';
import { countInstances, type Selector, selectInstances } from './select.ts';
import { readCounts, ScopeStatistics } from './statistics.ts';
import { headerBytes, readHeader } from './stored-file.ts';
import type { StudyViews } from './study-views.ts';
import type { InstanceBytes } from './transcoder.ts';
import { listTrash, purge, remove, removeFiles, restore } from './trash.ts';
import { type VerifyRequest, verify } from './verify.ts';

/** Memory kept for data sets on their way out, bytes. */
const KEPT_BUFFERS = 8 * 1024 * 1024;

/** The use-cases. Each takes who asks and what they may see first, and is a file of its name. */
export class Archive {
  readonly #parts: ArchiveParts;
  readonly #quiet: QuietWatch;
  readonly #buffers = new BufferPool(KEPT_BUFFERS);
  readonly #headers: RecentHeaders;
  readonly #counts: FoundCounts;
  readonly #statistics: ScopeStatistics;
  readonly #hidden: HiddenIdentity;
  #rebuildUnfinished: boolean;

  constructor(parts: ArchiveParts, quiet: QuietWatch, rebuildUnfinished: boolean) {
    this.#parts = parts;
    this.#headers = new RecentHeaders(parts.store);
    this.#counts = new FoundCounts(parts.catalog);
    this.#statistics = new ScopeStatistics(parts);
    this.#hidden = new HiddenIdentity(parts);
    this.#quiet = quiet;
    this.#rebuildUnfinished = rebuildUnfinished;
  }

  /** Which studies were looked at when; doors note it. */
  get views(): StudyViews {
    return this.#parts.views;
  }

  /** Opens a sink for one instance; `end` resolves when it is durable and findable. */
  ingest(actor: Actor, scope: Scope, request: IngestRequest): ByteSink<IngestResult> {
    return new InstanceIngest(this.#parts, actor, scope, request);
  }

  /** The same for a DICOM file: its head says in which transfer syntax the rest is. */
  ingestDicomFile(
    actor: Actor,
    scope: Scope,
    request: Omit<IngestRequest, 'transferSyntaxUid'>,
  ): DicomFileIngest {
    return new DicomFileIngest(
      (head) => new InstanceIngest(this.#parts, actor, scope, { ...request, ...head }),
    );
  }

  /** The same for what is no SOP instance. */
  ingestFile(actor: Actor, scope: Scope, request: FileIngestRequest): ByteSink<KeptFile> {
    return new FileIngest(this.#parts, actor, scope, request);
  }

  files(actor: Actor, scope: Scope, filter: FileFilter): Promise<StoredFile[]> {
    return listFiles(this.#parts, actor, scope, filter);
  }

  readFile(actor: Actor, scope: Scope, digest: string, range?: ByteRange) {
    return readFile(this.#parts, actor, scope, digest, range);
  }

  attachFile(actor: Actor, scope: Scope, attaching: Parameters<typeof attachFile>[3]): Promise<void> {
    return attachFile(this.#parts, actor, scope, attaching);
  }

  detachFile(actor: Actor, scope: Scope, attaching: Parameters<typeof detachFile>[3]): Promise<void> {
    return detachFile(this.#parts, actor, scope, attaching);
  }

  describeFile(actor: Actor, scope: Scope, description: Parameters<typeof describeFile>[3]): Promise<void> {
    return describeFile(this.#parts, actor, scope, description);
  }

  derive(actor: Actor, scope: Scope, payload: RecordPayloads['derive']): Promise<void> {
    return derive(this.#parts, actor, scope, payload);
  }

  underive(actor: Actor, scope: Scope, payload: RecordPayloads['underive']): Promise<void> {
    return underive(this.#parts, actor, scope, payload);
  }

  derivations(actor: Actor, scope: Scope, item: ItemContent) {
    return derivations(this.#parts, actor, scope, item);
  }

  importFiles(actor: Actor, scope: Scope, request: ImportRequest, signal: AbortSignal) {
    return importFiles(this.#parts, actor, scope, request, signal);
  }

  /** Takes in a file, zip or disc image that somebody sent; see import-upload.ts. */
  importUpload(actor: Actor, scope: Scope, request: UploadRequest, signal: AbortSignal) {
    return importUpload(this.#parts, actor, scope, request, signal);
  }

  importDemo(actor: Actor, scope: Scope, signal: AbortSignal) {
    return importDemo(this.#parts, actor, scope, signal);
  }

  /** See match-query.ts. */
  matching(asked: Parameters<typeof matchQuery>[1], options?: MatchOptions): Query {
    return matchQuery(this.#parts.catalog, asked, options);
  }

  matchingParameter(name: string, value: string): ParameterCondition | undefined {
    return matchParameter(this.#parts.catalog, name, value);
  }

  /** Parameters of series that answers can have like attributes. */
  shownParameters(): ShownParameter[] {
    return shownParametersOf(this.#parts.catalog.parameters);
  }

  find(actor: Actor, scope: Scope, query: Query): Found {
    if (actor.identityHidden) return this.#hidden.find(actor, scope, query);
    return find(this.#parts, actor, scope, query);
  }

  findPage(actor: Actor, scope: Scope, query: Query): Promise<FoundPage> {
    if (actor.identityHidden) return this.#hidden.findPage(actor, scope, query);
    return findPage(this.#parts, actor, scope, query);
  }

  /** How many rows `find` answers without a limit; `maximum` when there are that many or more. */
  async countFound(actor: Actor, scope: Scope, query: Query, maximum: number): Promise<number> {
    if (actor.identityHidden) requireHidingQuery(actor, query);
    return await this.#counts.of(scope, query, maximum);
  }

  /** All attributes that queries at a level match and answer. */
  attributesAt(level: Level): ReadonlySet<Tag> {
    return this.#parts.catalog.attributesAt(level);
  }

  select(
    actor: Actor,
    scope: Scope,
    selectors: readonly Selector[],
  ): AsyncIterable<readonly StoredInstance[]> {
    if (actor.identityHidden) return this.#hidden.select(scope, selectors);
    return selectInstances(this.#parts, scope, selectors);
  }

  count(_actor: Actor, scope: Scope, selectors: readonly Selector[]): Promise<number> {
    return countInstances(this.#parts, scope, selectors);
  }

  /** The data set of an instance in a transfer syntax that is accepted; see retrieve.ts. */
  deliver(
    _actor: Actor,
    _scope: Scope,
    instance: StoredInstance,
    accepted: readonly string[],
  ): Promise<Delivery> {
    return deliver(this.#parts, this.#buffers, instance, accepted);
  }

  /** What `deliver` would choose. */
  transferSyntaxFor(instance: StoredInstance, accepted: readonly string[]): string {
    return chooseTransferSyntax(instance.transferSyntaxUid, accepted, this.#parts.transcoder);
  }

  /** The stored file of an instance, to be read anywhere. */
  async open(actor: Actor, _scope: Scope, instance: StoredInstance): Promise<InstanceBytes> {
    if (actor.identityHidden) return await this.#hidden.open(instance);
    return instanceBytes(this.#parts.store, instance, await this.#headers.of(instance));
  }

  /** Everything of an instance before its pixel data, which is not touched. Offsets are those of `readBytes`. */
  header(actor: Actor, _scope: Scope, instance: StoredInstance): Promise<Header> {
    if (actor.identityHidden) return this.#hidden.header(instance);
    return readHeader(this.#parts.store, localLocation(instance).key, headerBytes(instance));
  }

  /** See place-instance.ts. */
  place(
    _actor: Actor,
    _scope: Scope,
    instance: StoredInstance,
    target: string,
    form: PlacedForm,
  ): Promise<BlobStat | undefined> {
    return placeInstance(this.#parts, instance, target, form);
  }

  isPlaced(_actor: Actor, _scope: Scope, instance: StoredInstance, target: string): Promise<boolean> {
    return isInstancePlaced(this.#parts, instance, target);
  }

  /** Names of labels of a study and of its patient. */
  labelsOfStudy(_actor: Actor, _scope: Scope, studyInstanceUid: string): Promise<ReadonlySet<string>> {
    return this.#parts.catalog.labelsOfStudy(studyInstanceUid);
  }

  /** Bytes of the stored file of an instance, in chunks. */
  readBytes(
    _actor: Actor,
    _scope: Scope,
    instance: StoredInstance,
    range: ByteRange,
  ): AsyncIterable<Uint8Array> {
    return this.#parts.store.read(localLocation(instance).key, range);
  }

  /** The stored file of an instance, for programs that read files. Throws as `localLocation` does, and `store/not-found`. */
  filePath(_actor: Actor, _scope: Scope, instance: StoredInstance): string {
    const { key } = localLocation(instance);
    if (!this.#parts.store.exists(key)) throw new IsocenterError('store/not-found');
    return join(this.#parts.store.directory.root, key);
  }

  /** See derived.ts. */
  readDerived(series: SeriesIdentity, name: string): Promise<Uint8Array | undefined> {
    return readDerived(this.#parts.store, series, name);
  }

  keepDerived(series: SeriesIdentity, name: string, bytes: Uint8Array): Promise<void> {
    return keepDerived(this.#parts.store, series, name, bytes);
  }

  /** Up to which event somebody of this name has got; 0 at first. It survives a restart. */
  eventCursor(name: string): Promise<number> {
    return this.#parts.catalog.appliedSequence(name);
  }

  setEventCursor(name: string, cursor: number): Promise<void> {
    return this.#parts.catalog.setAppliedSequence(name, cursor);
  }

  revise(actor: Actor, scope: Scope, identity: Identity, change: (dataset: Dataset) => void) {
    return revise(this.#parts, actor, scope, identity, change);
  }

  revisions(actor: Actor, scope: Scope, identity: Identity) {
    return listRevisions(this.#parts, actor, scope, identity);
  }

  compareRevisions(actor: Actor, scope: Scope, identity: Identity) {
    return compareRevisions(this.#parts, actor, scope, identity);
  }

  revert(actor: Actor, scope: Scope, identity: Identity): Promise<void> {
    return revert(this.#parts, actor, scope, identity);
  }

  exportFiles(actor: Actor, scope: Scope, request: ExportRequest, signal: AbortSignal) {
    return exportFiles(this.#parts, actor, scope, request, signal);
  }

  /** A folder of this machine that something is to be written to; see export-target.ts. @returns its path without links */
  exportFolder(_actor: Actor, _scope: Scope, folder: string): Promise<string> {
    return openExportTarget(this.#parts, folder);
  }

  /** A file that is no instance, to a path; see export-file.ts. */
  exportFile(actor: Actor, scope: Scope, request: { readonly digest: string; readonly path: string }) {
    return exportFile(this.#parts, actor, scope, request);
  }

  exportDisc(actor: Actor, scope: Scope, request: ExportDiscRequest, signal: AbortSignal) {
    return exportDisc(this.#parts, actor, scope, request, signal);
  }

  /** Instances as an image of a disc; see compose-disc.ts. */
  composeDisc(actor: Actor, scope: Scope, request: DiscRequest, signal: AbortSignal) {
    return composeDisc(this.#parts, actor, scope, request, signal);
  }

  /** Instances as files of one container, such as a zip; see export-stream.ts. */
  exportStream(actor: Actor, scope: Scope, request: ExportStreamRequest) {
    return exportStream(this.#parts, actor, scope, request);
  }

  /** Instances with the names that their files would have; see export-named.ts. */
  exportNamed(actor: Actor, scope: Scope, request: Parameters<typeof exportNamed>[3]) {
    return exportNamed(this.#parts, actor, scope, request);
  }

  remove(actor: Actor, scope: Scope, selectors: readonly Selector[], reason: string) {
    return remove(this.#parts, actor, scope, selectors, reason);
  }

  removeFiles(actor: Actor, scope: Scope, digests: readonly string[], reason: string) {
    return removeFiles(this.#parts, actor, scope, digests, reason);
  }

  /** Of the disk of the data directory, bytes. */
  space() {
    return this.#parts.store.space();
  }

  /** Bytes that wait in the trash, and how many of them may be purged now. */
  async trashBytes(): Promise<{ readonly all: number; readonly past: number }> {
    return await this.#parts.catalog.trashedBytes(this.#parts.clock.now().toISOString());
  }

  trash(actor: Actor, scope: Scope, limit: number): Promise<TrashEntry[]> {
    return listTrash(this.#parts, actor, scope, limit);
  }

  restore(actor: Actor, scope: Scope, ids: readonly string[]) {
    return restore(this.#parts, actor, scope, ids);
  }

  purge(actor: Actor, scope: Scope, ids?: readonly string[]) {
    return purge(this.#parts, actor, scope, ids);
  }

  conflicts(actor: Actor, scope: Scope, state: ConflictState, limit: number): Promise<Conflict[]> {
    return listConflicts(this.#parts, actor, scope, state, limit);
  }

  conflict(actor: Actor, scope: Scope, id: string) {
    return showConflict(this.#parts, actor, scope, id);
  }

  /** The stored file of a content in a conflict, and its length. */
  readContender(actor: Actor, scope: Scope, id: string, digest: string) {
    return readContender(this.#parts, actor, scope, id, digest);
  }

  resolve(actor: Actor, scope: Scope, id: string, keep: string): Promise<Conflict> {
    return resolve(this.#parts, actor, scope, id, keep);
  }

  label(actor: Actor, scope: Scope, payload: RecordPayloads['label']): Promise<void> {
    return label(this.#parts, actor, scope, payload);
  }

  /** See people.ts. */
  collect(actor: Actor, scope: Scope, payload: RecordPayloads['collect']): Promise<void> {
    return collect(this.#parts, actor, scope, payload);
  }

  /** Where studies are that are known and seen: null for one in no collection. */
  collectionsOfStudies(
    _actor: Actor,
    scope: Scope,
    uids: readonly string[],
  ): Promise<Map<string, string | null>> {
    return this.#parts.catalog.collectionsOfStudies(scope, uids);
  }

  /** Bytes that collections may hold; those without an entry as many as there is room for. */
  setQuotas(quotas: QuotaTable): void {
    this.#parts.quotas.set(quotas);
  }

  mergePatients(
    actor: Actor,
    scope: Scope,
    request: { name: string; patientKeys: readonly string[] },
  ): Promise<Person> {
    return merge(this.#parts, actor, scope, request);
  }

  splitPatients(actor: Actor, scope: Scope, payload: RecordPayloads['split']): Promise<void> {
    return split(this.#parts, actor, scope, payload);
  }

  tellApart(actor: Actor, scope: Scope, payload: RecordPayloads['different']): Promise<void> {
    return tellApart(this.#parts, actor, scope, payload);
  }

  labels(actor: Actor, scope: Scope, of: Parameters<typeof listLabels>[3]) {
    return listLabels(this.#parts, actor, scope, of);
  }

  /** Those that studies which are seen have, or their patients. */
  labelNames(_actor: Actor, scope: Scope, beginning: string, limit: number): Promise<string[]> {
    return this.#parts.catalog.labelNames(scope, beginning, limit);
  }

  patients(_actor: Actor, scope: Scope, filter: PatientFilter): Promise<ListedPatient[]> {
    return this.#parts.catalog.patients(scope, filter);
  }

  people(_actor: Actor, scope: Scope, filter: PeopleFilter): Promise<Somebody[]> {
    return this.#parts.catalog.people(scope, filter);
  }

  /** Whom patients belong to, those that are seen. */
  peopleOf(_actor: Actor, scope: Scope, patientKeys: readonly string[]): Promise<Somebody[]> {
    return this.#parts.catalog.peopleOf(scope, patientKeys);
  }

  /** Whose study it is. Throws `archive/not-found`. */
  personOfStudy(actor: Actor, scope: Scope, studyInstanceUid: string): Promise<Somebody> {
    return personOfStudy(this.#parts, actor, scope, studyInstanceUid);
  }

  likelySamePeople(_actor: Actor, scope: Scope, limit: number): Promise<Somebody[][]> {
    return this.#parts.catalog.likelySamePeople(scope, limit);
  }

  persons(_actor: Actor, scope: Scope, page: { limit: number; after: string }): Promise<Person[]> {
    return this.#parts.catalog.persons(scope, page);
  }

  person(actor: Actor, scope: Scope, uid: string): Promise<Person> {
    return onePerson(this.#parts, actor, scope, uid);
  }

  renamePerson(actor: Actor, scope: Scope, renaming: Parameters<typeof rename>[3]): Promise<Person> {
    return rename(this.#parts, actor, scope, renaming);
  }

  elsewhereStudiesOf(actor: Actor, scope: Scope, patientKeys: readonly string[]): Promise<ElsewhereStudy[]> {
    return elsewhereStudiesOf(this.#parts, actor, scope, patientKeys);
  }

  putElsewhere(actor: Actor, scope: Scope, study: ElsewhereStudy): Promise<ElsewhereStudy> {
    return putElsewhere(this.#parts, actor, scope, study);
  }

  removeElsewhere(actor: Actor, scope: Scope, uid: string): Promise<ElsewhereStudy> {
    return removeElsewhere(this.#parts, actor, scope, uid);
  }

  scanners(_actor: Actor, scope: Scope, limit: number): Promise<ListedScanner[]> {
    return this.#parts.catalog.scanners(scope, limit);
  }

  collections(_actor: Actor, scope: Scope, limit: number): Promise<ListedCollection[]> {
    return this.#parts.catalog.collections(scope, limit);
  }

  /** What series can be searched by, beside their elements. */
  parameters(): readonly ParameterDefinition[] {
    return this.#parts.catalog.parameters;
  }

  expectStudy(actor: Actor, scope: Scope, study: ExpectedStudy): Promise<void> {
    return expectStudy(this.#parts, actor, scope, study);
  }

  endExpectation(actor: Actor, scope: Scope, studyInstanceUid: string): Promise<void> {
    return endExpectation(this.#parts, actor, scope, studyInstanceUid);
  }

  expectedStudies(actor: Actor, scope: Scope, filter: { limit: number; overdue: boolean }) {
    return expectedStudies(this.#parts, actor, scope, filter);
  }

  verify(actor: Actor, scope: Scope, request: VerifyRequest, signal: AbortSignal) {
    return verify(this.#parts, actor, scope, request, signal);
  }

  losses(actor: Actor, scope: Scope, filter: { state: LossState; limit: number }): Promise<Loss[]> {
    return listLosses(this.#parts, actor, scope, filter);
  }

  quarantine(
    actor: Actor,
    scope: Scope,
    page: Parameters<typeof listQuarantine>[3],
  ): Promise<QuarantinePage> {
    return listQuarantine(this.#parts, actor, scope, page);
  }

  quarantined(actor: Actor, scope: Scope, id: string) {
    return showQuarantined(this.#parts, actor, scope, id);
  }

  quarantinedOfRemoval(actor: Actor, scope: Scope, trashId: string) {
    return quarantinedOfRemoval(this.#parts, actor, scope, trashId);
  }

  readQuarantined(actor: Actor, scope: Scope, id: string) {
    return readQuarantined(this.#parts, actor, scope, id);
  }

  exportQuarantined(actor: Actor, scope: Scope, request: Parameters<typeof exportQuarantined>[3]) {
    return exportQuarantined(this.#parts, actor, scope, request);
  }

  retryQuarantined(actor: Actor, scope: Scope, id: string) {
    return retryQuarantined(this.#parts, actor, scope, id);
  }

  discardQuarantined(actor: Actor, scope: Scope, ids: readonly string[]) {
    return discardQuarantined(this.#parts, actor, scope, ids);
  }

  acceptLosses(actor: Actor, scope: Scope, which: Parameters<typeof acceptLosses>[3]) {
    return acceptLosses(this.#parts, actor, scope, which);
  }

  /** Losses that nobody has accepted. */
  countLosses(): Promise<number> {
    return this.#parts.catalog.countLosses();
  }

  async *rebuild(actor: Actor, options: { parametersOnly: boolean }, signal: AbortSignal) {
    this.#rebuildUnfinished ||= !options.parametersOnly;
    const summary = yield* rebuild(this.#parts, actor, options, signal);
    if (!options.parametersOnly) this.#rebuildUnfinished = false;
    return summary;
  }

  confirmCommitment(actor: Actor, scope: Scope, items: readonly CommitmentItem[]): Promise<CommitmentResult> {
    return confirmCommitment(this.#parts, actor, scope, items);
  }

  events(actor: Actor, scope: Scope, after: number, limit: number): Promise<EventPage> {
    return readEvents(this.#parts, actor, scope, after, limit);
  }

  /** Resolves when there may be new events, after a while, or when the signal is aborted. */
  async waitForEvents(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise: aborted, resolve: stop } = Promise.withResolvers<void>();
    const onAbort = () => stop();
    signal.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#parts.catalog.waitForEvents(milliseconds), aborted]);
    // Whoever waits in a loop waits with the same signal.
    signal.removeEventListener('abort', onAbort);
  }

  nodes(): Promise<RemoteNode[]> {
    return this.#parts.catalog.nodes();
  }

  saveNode(actor: Actor, node: RemoteNode): Promise<void> {
    return decide(this.#parts, 'node', node, actor);
  }

  removeNode(actor: Actor, name: string): Promise<void> {
    return decide(this.#parts, 'nodeRemoved', { name }, actor);
  }

  accessEntries(): Promise<AccessEntry[]> {
    return this.#parts.catalog.accessEntries();
  }

  saveAccessEntry(actor: Actor, entry: AccessEntry): Promise<void> {
    return decide(this.#parts, 'access', entry, actor);
  }

  /** See disk-forecast.ts. */
  forecastDisk(): Promise<DiskForecast> {
    return forecastDisk(this.#parts);
  }

  counts(): Promise<Counts> {
    return readCounts(this.#parts);
  }

  /** How much of the archive the scope covers. */
  seenCounts(_actor: Actor, scope: Scope): Promise<SeenCounts> {
    return this.#statistics.counts(scope);
  }

  statistics(_actor: Actor, scope: Scope): Promise<Stats> {
    return this.#statistics.statistics(scope);
  }

  /** See catalog/query/found-facets.ts. */
  facets(_actor: Actor, scope: Scope, query: Query, parameters: readonly string[]): Promise<FoundFacets> {
    return this.#parts.catalog.foundFacets(scope, query, parameters);
  }

  /** How the instances of a study came. Throws `archive/not-found`. */
  async origins(_actor: Actor, scope: Scope, studyInstanceUid: string): Promise<StudyOrigin[]> {
    const found = await this.#parts.catalog.originsOf(scope, studyInstanceUid);
    if (found.length === 0) throw new IsocenterError('archive/not-found', { what: 'study' });
    return found;
  }

  /** What needs a person. Cheap. */
  problems(): Attention[] {
    return needsAttention(this.#parts.store.health().problem, this.#rebuildUnfinished);
  }

  needsRebuild(): boolean {
    return this.#rebuildUnfinished;
  }

  /** Acknowledged items that still have their name in `incoming/`. */
  unsettled(): number {
    return this.#parts.store.health().unsettled;
  }

  /** Starts what runs beside requests: quiet studies and their pages. */
  startBackground(): void {
    this.#quiet.start();
  }
}
