/** The database: what is kept, where it lies, what people said about it, and the events of all changes. */

export { Catalog, type CatalogOptions, openCatalog } from './catalog.ts';
export type { Row, Value } from './engine/engine.ts';
export type { CatalogEvent, NewEvent } from './events.ts';
export type { CommitEntry, CommitResult, Content, Location } from './ingest/entries.ts';
export type { Version, Versions } from './ingest/lookup.ts';
export { defaultParameters, type ParameterDefinition } from './parameters.ts';
export { type AnswerColumn, answerDataset, sequenceItems } from './query/answer.ts';
export { type Matcher, matcherOf, type QueryKey, queryLimits } from './query/matcher.ts';
export { type ParseQueryOptions, parseQuery, uniqueKeys } from './query/parse-query.ts';
export type { Query } from './query/query.ts';
export { type Level, levels } from './record/attributes.ts';
export {
  extractRecord,
  type InstanceIdentity,
  type InstanceRecord,
  type ScannerIdentity,
} from './record/instance-record.ts';
export { type PatientIdentity, patientKeyOf } from './record/patient-key.ts';
