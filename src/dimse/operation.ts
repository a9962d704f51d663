import { asIsocenterError } from '../base/index.ts';
import { type Dataset, writeDataset } from '../dicom/index.ts';
import type { Association } from './association.ts';
import { RESPONSE_BIT } from './command-field.ts';
import { type CommandSet, noDataSet, withDataSet } from './command-set.ts';
import type { NegotiatedContext } from './negotiation.ts';
import { commentText, type StatusAnswer, statusKind } from './status.ts';

/** Why an operation should not go on. */
export type StopReason = 'cancelled' | 'released' | 'lost';

/** One request of the peer, from its command set to its final response. */
export class Operation {
  readonly association: Association;
  readonly context: NegotiatedContext;
  readonly command: CommandSet;
  readonly messageId: number;
  stopped: StopReason | undefined;
  #controller: AbortController | undefined;
  #ended = false;

  constructor(association: Association, context: NegotiatedContext, command: CommandSet) {
    this.association = association;
    this.context = context;
    this.command = command;
    this.messageId = command.MessageID ?? 0;
  }

  get sopClassUid(): string {
    return this.command.AffectedSOPClassUID ?? this.command.RequestedSOPClassUID ?? '';
  }

  /** Made on demand: a C-STORE does not pay for it. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.stopped) this.#controller.abort();
    return this.#controller.signal;
  }

  stop(why: StopReason): void {
    this.stopped ??= why;
    this.#controller?.abort();
  }

  /** The command set of a response; elements of `extra` come on top. */
  responseCommand(answer: StatusAnswer, extra?: CommandSet): CommandSet {
    const response: CommandSet = {
      AffectedSOPClassUID: this.sopClassUid,
      CommandField: this.command.CommandField! | RESPONSE_BIT,
      MessageIDBeingRespondedTo: this.messageId,
      CommandDataSetType: noDataSet,
      Status: answer.status,
    };
    const instance = this.command.AffectedSOPInstanceUID ?? this.command.RequestedSOPInstanceUID;
    if (instance !== undefined) response.AffectedSOPInstanceUID = instance;
    if (answer.errorComment) response.ErrorComment = commentText(answer.errorComment);
    return extra ? Object.assign(response, extra) : response;
  }

  /** Sends a response that is not the last. A promise means: wait before sending more. */
  respond(answer: StatusAnswer, extra?: CommandSet): void | Promise<void> {
    return this.association.send(this.context.id, this.responseCommand(answer, extra));
  }

  /** Sends the final response and ends the operation. Quiet when the association has gone. */
  finish(answer: FailureAnswer, extra?: CommandSet, dataSet?: Uint8Array | Dataset): void {
    if (this.#ended) return;
    this.#ended = true;
    if (isWorthTelling(answer)) this.association.noteFailure(answer);
    if (this.stopped !== 'lost') this.#sendFinal(answer, extra, dataSet);
    this.association.operationEnded(this);
  }

  #sendFinal(
    answer: StatusAnswer,
    extra: CommandSet | undefined,
    dataSet: Uint8Array | Dataset | undefined,
  ): void {
    const command = this.responseCommand(answer, extra);
    if (dataSet) command.CommandDataSetType = withDataSet;
    try {
      const sent = this.association.send(this.context.id, command, dataSet && this.encode(dataSet));
      sent?.catch((error) => this.association.abort(asIsocenterError(error)));
    } catch (error) {
      this.association.abort(asIsocenterError(error));
    }
  }

  /** Ends with the status that the error register has for this error. */
  fail(error: unknown, extra?: CommandSet): void {
    this.finish(failureAnswer(error), extra);
  }

  encode(dataSet: Uint8Array | Dataset): Uint8Array {
    return dataSet instanceof Uint8Array ? dataSet : writeDataset(dataSet, this.context.transferSyntaxUid);
  }
}

/** An answer with the error behind it, when that is none of the register. */
export interface FailureAnswer extends StatusAnswer {
  readonly cause?: unknown;
}

/** Text of an unforeseen error could carry anything, so only register messages are told to the peer. */
export function failureAnswer(error: unknown): FailureAnswer {
  const known = asIsocenterError(error);
  const status = known.dimseStatus;
  if (known.code !== 'internal') return { status, errorComment: known.message };
  return { status, errorComment: 'Internal error', cause: known.cause ?? known };
}

const isWorthTelling = ({ status }: StatusAnswer): boolean =>
  statusKind(status) === 'failure' || statusKind(status) === 'warning';
