import { IsocenterError } from '../base/index.ts';
import type { Dataset } from '../dicom/index.ts';
import type { Association } from './association.ts';
import { commandFields, mediumPriority } from './command-field.ts';
import { type CommandSet, noDataSet, withDataSet } from './command-set.ts';
import { type FoundMatch, findMatches } from './find-call.ts';
import type { AssociationInfo, DimseHandlers, NormalizedAnswer, OutgoingInstance } from './handlers.ts';
import type { NegotiatedContext } from './negotiation.ts';
import { callOnce, encodeFor, type NormalizedCall, sendAction, sendEventReport } from './normalized-call.ts';
import { type RetrieveCallbacks, type RetrieveResult, retrieveCall } from './retrieve-call.ts';
import type { StatusAnswer } from './status.ts';
import { type MoveOriginator, storeInstance } from './store-call.ts';

const verificationSopClass = '1.2.840.10008.1.1';

export interface QueryCall {
  /** Query/retrieve information model, e.g. Study Root FIND. */
  readonly sopClassUid: string;
  /** A data set, or bytes in the transfer syntax of the context (`contextFor`). */
  readonly identifier: Dataset | Uint8Array;
}

export interface GetCall extends QueryCall, RetrieveCallbacks {
  /** Where the instances go. Without it: the handler given when connecting. */
  readonly store?: NonNullable<DimseHandlers['store']>;
}

export interface MoveCall extends QueryCall, RetrieveCallbacks {
  readonly moveDestination: string;
}

/**
 * An association that we opened. Statuses of the peer are returned, not thrown; thrown are dimse/no-context (nothing
 * was sent), dimse/timeout, dimse/aborted and dimse/protocol (the association is gone, and what was sent may have
 * arrived). Several operations may follow each other; end with `release`.
 */
export class ClientAssociation {
  readonly #association: Association;
  readonly #handlers: DimseHandlers;

  constructor(association: Association, handlers: DimseHandlers) {
    this.#association = association;
    this.#handlers = handlers;
  }

  get info(): AssociationInfo {
    return this.#association.info;
  }

  get isEnded(): boolean {
    return this.#association.isEnded;
  }

  /** The accepted context for what we want to send; undefined when the peer does not take it. */
  contextFor(sopClassUid: string, transferSyntaxUid?: string): NegotiatedContext | undefined {
    return this.#association.contextFor(sopClassUid, transferSyntaxUid);
  }

  /** C-ECHO. */
  async echo(): Promise<StatusAnswer> {
    const context = this.#require(verificationSopClass);
    return callOnce(this.#association, context, {
      AffectedSOPClassUID: verificationSopClass,
      CommandField: commandFields.cEcho,
      CommandDataSetType: noDataSet,
    });
  }

  /** C-STORE of one instance. Several may be under way at once when a window was negotiated. */
  store(instance: OutgoingInstance, originator?: MoveOriginator): Promise<StatusAnswer> {
    return storeInstance(this.#association, instance, originator);
  }

  /** C-FIND. Leaving the loop early sends C-CANCEL; the iterator returns the final status. */
  find(call: QueryCall): AsyncGenerator<FoundMatch, StatusAnswer, void> {
    const context = this.#require(call.sopClassUid);
    return findMatches(this.#association, context, encodeFor(context, call.identifier));
  }

  /** C-GET: instances arrive at `store` before this resolves. */
  get(call: GetCall): Promise<RetrieveResult> {
    if (call.store) this.#handlers.store = call.store;
    return this.#retrieve(call, { CommandField: commandFields.cGet });
  }

  /** C-MOVE: the peer sends to the AE title given, which it has to know. */
  move(call: MoveCall): Promise<RetrieveResult> {
    return this.#retrieve(call, { CommandField: commandFields.cMove, MoveDestination: call.moveDestination });
  }

  async #retrieve(call: QueryCall & RetrieveCallbacks, fields: CommandSet): Promise<RetrieveResult> {
    const context = this.#require(call.sopClassUid);
    const command: CommandSet = {
      AffectedSOPClassUID: call.sopClassUid,
      Priority: mediumPriority,
      CommandDataSetType: withDataSet,
      ...fields,
    };
    return retrieveCall(this.#association, context, command, encodeFor(context, call.identifier), call);
  }

  /** N-ACTION, e.g. a storage commitment request. */
  nAction(call: NormalizedCall): Promise<NormalizedAnswer> {
    return sendAction(this.#association, call);
  }

  /** N-EVENT-REPORT, e.g. a storage commitment result. */
  nEventReport(call: NormalizedCall): Promise<NormalizedAnswer> {
    return sendEventReport(this.#association, call);
  }

  /** Resolves when the connection is closed; aborts when the peer does not answer. */
  release(): Promise<void> {
    return this.#association.release();
  }

  abort(reason = 'by us'): void {
    this.#association.abort(new IsocenterError('dimse/aborted', { reason }));
  }

  /** Resolves when the association has ended, however it did. */
  whenClosed(): Promise<void> {
    return this.#association.whenClosed();
  }

  #require(sopClassUid: string): NegotiatedContext {
    const context = this.#association.contextFor(sopClassUid);
    if (!context) throw new IsocenterError('dimse/no-context', { sopClass: sopClassUid });
    return context;
  }
}
