export { isValidAeTitle } from './ae-title.ts';
export {
  ClientAssociation,
  type GetCall,
  type MoveCall,
  type QueryCall,
} from './client-association.ts';
export type { FoundMatch } from './find-call.ts';
export type {
  AcceptedAssociation,
  ActionRequest,
  AssociationAnswer,
  AssociationInfo,
  AssociationRequest,
  DataSetSource,
  DimseHandlers,
  EchoRequest,
  EventReportRequest,
  FinalStatus,
  FindAnswers,
  FindBatch,
  FindRequest,
  GetItem,
  GetRequest,
  Matches,
  MoveRequest,
  NormalizedAnswer,
  OutgoingInstance,
  Peer,
  PeerTls,
  RetrieveRequest,
  StoreRequest,
  StoreSink,
  SubOperationResult,
  SubOperations,
} from './handlers.ts';
export { type DimseLimits, defaultLimits } from './limits.ts';
export {
  acceptContexts,
  acceptQueryOptions,
  type ContextAgreement,
  type ContextPolicy,
  decodeQueryOptions,
  encodeQueryOptions,
  type NegotiatedContext,
  type QueryOptions,
} from './negotiation.ts';
export type { NormalizedCall } from './normalized-call.ts';
export {
  type AssociateRequest,
  type ContextAnswer,
  type ExtendedNegotiation,
  type ProposedContext,
  type Rejection,
  type RoleSelection,
  rejections,
  type UserIdentity,
} from './pdu.ts';
export { planContexts, type StoreNeed } from './plan-contexts.ts';
export {
  type AssociateOptions,
  associate,
  type ConnectOptions,
  type ContextProposal,
  connect,
} from './requestor.ts';
export type { RetrieveCallbacks, RetrieveProgress, RetrieveResult } from './retrieve-call.ts';
export {
  createDimseServer,
  type DimseServer,
  type DimseServerOptions,
  defaultServerLimits,
  type ServerLimits,
} from './server.ts';
export type { ServerStats } from './server-stats.ts';
export { formatStatus, type StatusAnswer, type StatusKind, statuses, statusKind } from './status.ts';
export type { MoveOriginator } from './store-call.ts';
