import type { ByteSink } from '../base/index.ts';
import type { Dataset } from '../dicom/index.ts';
import type { NegotiatedContext, QueryOptions } from './negotiation.ts';
import type { NormalizedCall } from './normalized-call.ts';
import type {
  AssociateRequest,
  ContextAnswer,
  ExtendedNegotiation,
  Rejection,
  RoleSelection,
} from './pdu.ts';
import type { StatusAnswer } from './status.ts';

type MaybePromise<T> = T | Promise<T>;

export interface PeerTls {
  /** The client's certificate was verified against the configured authorities. */
  readonly authorized: boolean;
  /** Distinguished name of the client certificate; empty without one. */
  readonly subject: string;
  /** SHA-256 fingerprint of the client certificate, as `AB:CD:...`; empty without one. */
  readonly fingerprint: string;
}

export interface Peer {
  readonly address: string;
  readonly port: number;
  readonly tls?: PeerTls;
}

/** What the associate handler decides on: everything the peer says about itself, nothing of it proven but `peer`. */
export interface AssociationRequest {
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly peer: Peer;
  /** The PDU: proposed contexts, roles, extended negotiation, user identity. */
  readonly request: AssociateRequest;
}

export type AssociationAnswer<Session> =
  | AcceptedAssociation<Session>
  | ({ readonly accept: false; readonly comment?: string } & Rejection);

export interface AcceptedAssociation<Session> {
  readonly accept: true;
  readonly contexts: readonly ContextAnswer[];
  readonly roleSelections?: readonly RoleSelection[];
  readonly extendedNegotiations?: readonly ExtendedNegotiation[];
  /** Sent when the peer asked for a positive response; absent: who it claims to be was not evaluated. PS3.7 D.3.3.7.2. */
  readonly userIdentityResponse?: Uint8Array;
  /** The caller's own knowledge of who this is; comes back with every request. */
  readonly session: Session;
}

/** What is known of an association while it lives. */
export interface AssociationInfo<Session = unknown> {
  /** Unique in this process. */
  readonly id: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly peer: Peer;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  readonly contexts: ReadonlyMap<number, NegotiatedContext>;
  readonly session: Session;
  /** What was agreed by extended negotiation for a query/retrieve SOP class. */
  queryOptions(sopClassUid: string): QueryOptions;
}

interface Request<Session> {
  readonly association: AssociationInfo<Session>;
  readonly messageId: number;
  readonly sopClassUid: string;
  /** Transfer syntax of the presentation context, and so of the data set on the wire. */
  readonly transferSyntaxUid: string;
}

export interface EchoRequest<Session = unknown> extends Request<Session> {}

export interface StoreRequest<Session = unknown> extends Request<Session> {
  readonly sopInstanceUid: string;
  /** Set when a C-MOVE caused this. */
  readonly moveOriginatorAeTitle: string | undefined;
  readonly moveOriginatorMessageId: number | undefined;
}

/** Takes the data set as it arrives; `end` resolves with the status of the response. */
export type StoreSink = ByteSink<StatusAnswer>;

interface StoppableRequest<Session> extends Request<Session> {
  /** Aborted by C-CANCEL, release, abort and loss of the connection. */
  readonly signal: AbortSignal;
}

export interface FindRequest<Session = unknown> extends StoppableRequest<Session> {
  readonly queryOptions: QueryOptions;
}

/** Identifiers, encoded in the request's transfer syntax or as data sets. */
export type Matches = readonly (Uint8Array | Dataset)[];

/** A batch of matches. `warning`: an optional key was not supported for these (0xFF01). */
export type FindBatch = Matches | { readonly warning: true; readonly matches: Matches };

/** What an iterator may return when it is done. */
// biome-ignore lint/suspicious/noConfusingVoidType: a generator without a return statement returns void
export type FinalStatus = StatusAnswer | void;

/** Without a final status it is Success. */
export type FindAnswers = AsyncIterable<FindBatch, FinalStatus>;

export interface RetrieveRequest<Session = unknown> extends StoppableRequest<Session> {
  readonly queryOptions: QueryOptions;
}

export interface GetRequest<Session = unknown> extends RetrieveRequest<Session> {
  /** Transfer syntaxes in which the requestor takes instances of this SOP class; empty: not at all. */
  acceptedTransferSyntaxes(sopClassUid: string): readonly string[];
}

export interface MoveRequest<Session = unknown> extends RetrieveRequest<Session> {
  readonly moveDestination: string;
}

/**
 * A data set to send: whole, as an iterable, or read chunk by chunk (undefined at the end). When a chunk of at least
 * 64 KiB is asked for, the third before it has left this process: its memory may be used again.
 */
export type DataSetSource =
  | Uint8Array
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  | { read(): Uint8Array | undefined };

/** An instance to send. `dataSet` is in `transferSyntaxUid`; it is not touched before its turn. */
export interface OutgoingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: DataSetSource;
  /** Called when the peer has answered and the memory of the data set is not read any more; not when sending failed. */
  readonly release?: () => void;
}

/** One sub-operation that ended without us sending anything, or that somebody else carried out (C-MOVE). */
export interface SubOperationResult {
  readonly outcome: 'completed' | 'warning' | 'failed';
  readonly sopInstanceUid: string;
  readonly errorComment?: string;
}

/**
 * Sub-operations of a C-GET or C-MOVE. `count` is known before the first starts. The iterator is asked for the next
 * item while the current one is being sent, so reading ahead needs no further machinery. It may return a status,
 * which replaces the one that the counts imply.
 */
export interface SubOperations<Item> {
  readonly count: number;
  readonly items: AsyncIterable<Item, FinalStatus> | Iterable<Item>;
}

export type GetItem = OutgoingInstance | SubOperationResult;

export interface ActionRequest<Session = unknown> extends Request<Session> {
  readonly sopInstanceUid: string;
  readonly actionTypeId: number;
  /** Sends an N-EVENT-REPORT on this association, now or later; rejects when it has ended. */
  sendEventReport(call: NormalizedCall): Promise<NormalizedAnswer>;
}

export interface EventReportRequest<Session = unknown> extends Request<Session> {
  readonly sopInstanceUid: string;
  readonly eventTypeId: number;
}

/** The answer to an N-service: a status and, where the service defines one, a data set. */
export interface NormalizedAnswer extends StatusAnswer {
  readonly dataSet?: Uint8Array | Dataset;
}

/**
 * What a server does with requests. A missing handler answers "unrecognized operation" (0x0211). Whatever a handler
 * throws becomes the status of its register error (src/base/errors.ts) with its message as error comment.
 */
export interface DimseHandlers<Session = unknown> {
  /** Missing for an SCU, which answers no associations. */
  associate?(request: AssociationRequest): MaybePromise<AssociationAnswer<Session>>;
  echo?(request: EchoRequest<Session>): MaybePromise<StatusAnswer>;
  store?(request: StoreRequest<Session>): MaybePromise<StoreSink>;
  find?(request: FindRequest<Session>, identifier: Uint8Array): FindAnswers;
  get?(request: GetRequest<Session>, identifier: Uint8Array): MaybePromise<SubOperations<GetItem>>;
  move?(
    request: MoveRequest<Session>,
    identifier: Uint8Array,
  ): MaybePromise<SubOperations<SubOperationResult>>;
  /** `information` is undefined when the request carries none. */
  nAction?(
    request: ActionRequest<Session>,
    information: Uint8Array | undefined,
  ): MaybePromise<NormalizedAnswer>;
  nEventReport?(
    request: EventReportRequest<Session>,
    information: Uint8Array | undefined,
  ): MaybePromise<NormalizedAnswer>;
  /** The association has ended, however it did. */
  ended?(association: AssociationInfo<Session>): void;
}
