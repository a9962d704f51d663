/** Remote application entities and DICOMweb servers: who is calling, and what we ask of others. */
export type { RetrieveResult, SubOperationResult } from '../dimse/index.ts';
export { isLoopback } from './addresses.ts';
export { admitNode, type Caller, type CallerPolicy, identifyCaller } from './callers.ts';
export {
  type CommitmentOptions,
  STORAGE_COMMITMENT_PUSH_MODEL,
  STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
} from './commitment.ts';
export { CommitmentReports, type CommitmentReportsParts } from './commitment-reports.ts';
export { type ComparedSeries, missingOf } from './compare-study.ts';
export { describeStudy, describingKeys } from './describe-study.ts';
export type { Dialler } from './dial.ts';
export type { SecretFiles } from './dicomweb/index.ts';
export type { DimseNode } from './dimse-node.ts';
export type { FetchedStudy, FetchOptions } from './fetch-missing.ts';
export { Nodes, type NodesParts } from './nodes.ts';
export { isOfEverything } from './of-node.ts';
export { Pace } from './pace.ts';
export { NodeRegistry, type PeerProof } from './registry.ts';
export { FetchRequests, type FetchRequestsParts } from './requests/index.ts';
export type { SendOptions, SentInstance } from './sent-instance.ts';
export type { NodeQueries } from './source.ts';
export { openStoreSink } from './store-sink.ts';
export { MAXIMUM_IN_A_ROW, StudiesInARow } from './studies-in-a-row.ts';
