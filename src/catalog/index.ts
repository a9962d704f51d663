/** The database: what is kept, where it lies, what people said about it, and the events of all changes. */

export type { AccessEntry } from './access-entries.ts';
export type { Attachment, AttachmentPayload } from './attachments.ts';
export { Catalog } from './catalog.ts';
export {
  type ContentReference,
  type FileReference,
  type ItemReference,
  isContent,
  type Who,
} from './change.ts';
export type { CollectPayload, ListedCollection } from './collections.ts';
export type { ConflictFilter, Contender, ListedConflict } from './conflicts.ts';
export type { Derivation, DerivationPayload } from './derivations.ts';
export { type Engine, insertRows, type Row, statement, type Value, type Work } from './engine/engine.ts';
export { EventMemory } from './event-memory.ts';
export type { CatalogEvent, NewEvent } from './events.ts';
export type { ExpectedStudy, PendingStudy } from './expected-studies.ts';
export type { Facets, FacetValue } from './facets.ts';
export type { FileFilter, StoredFile } from './files.ts';
export type { CommitEntry, CommitResult, Content, Description, Location } from './ingest/entries.ts';
export { allVersions, type FileVersion, type Version, type Versions } from './ingest/lookup.ts';
export type { Totals } from './ingest/tally.ts';
export type { ListedItem } from './items.ts';
export { datasetOfHeader, type KnownHeader, type KnownItem } from './known-item.ts';
export type { Label, LabelPayload } from './labels.ts';
export type {
  ListedPatient,
  ListedScanner,
  PatientFilter,
} from './listings.ts';
export type { KnownLocation } from './locations.ts';
export type { Loss, LostItem, NotedLoss } from './losses.ts';
export { type CatalogOptions, openCatalog } from './open-catalog.ts';
export type { StudyOrigin } from './origins.ts';
export {
  defaultParameters,
  extractParameters,
  type ParameterDefinition,
  type SeriesParameter,
} from './parameters.ts';
export type { PeopleFilter, Somebody } from './people.ts';
export type { MergePayload, Person, SplitPayload } from './persons.ts';
export { type AnswerColumn, answerDataset, sequenceItems } from './query/answer.ts';
export type { FoundPage } from './query/find.ts';
export type { FoundFacets, FoundFacetValue } from './query/found-facets.ts';
export type { InstanceSelector, StoredInstance } from './query/instances.ts';
export { type Matcher, matcherOf, type QueryKey, queryLimits } from './query/matcher.ts';
export type { ParameterCondition } from './query/parameter-predicate.ts';
export { type ParseQueryOptions, parseQuery, uniqueKeys } from './query/parse-query.ts';
export type { Query, QueryOrder } from './query/query.ts';
export { type ShownParameter, shownParametersOf } from './query/shown-parameters.ts';
export type { LabelCondition } from './query/study-predicates.ts';
export { type Level, levels } from './record/attributes.ts';
export {
  extractRecord,
  type InstanceIdentity,
  type InstanceRecord,
  type ScannerIdentity,
  type SeriesIdentity,
} from './record/instance-record.ts';
export { type PatientIdentity, patientKeyOf } from './record/patient-key.ts';
export { setCatalogAside } from './set-aside.ts';
export type { Statistics } from './statistics.ts';
export type { TrashedItem, TrashPayload } from './trash.ts';
