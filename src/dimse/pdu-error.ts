import { IsocenterError } from '../base/index.ts';

/** Reasons of an A-ABORT from the service provider. PS3.8 Table 9-26. */
export const abortReasons = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedParameter: 4,
  unexpectedParameter: 5,
  invalidParameter: 6,
} as const;

export type AbortReason = (typeof abortReasons)[keyof typeof abortReasons];

/** The peer sent bytes that are no valid PDU; `abortReason` is what the A-ABORT will tell it. */
export class PduError extends IsocenterError {
  readonly abortReason: AbortReason;

  constructor(reason: string, abortReason: AbortReason = abortReasons.invalidParameter) {
    super('dimse/protocol', { reason });
    this.name = 'PduError';
    this.abortReason = abortReason;
  }
}

/** A count or size of the peer's is over a named limit. */
export class PduLimitError extends IsocenterError {
  readonly abortReason: AbortReason = abortReasons.invalidParameter;

  constructor(what: string, value: number, limit: number) {
    super('dimse/limit', { what, value, limit });
    this.name = 'PduLimitError';
  }
}

export function abortReasonOf(error: unknown): AbortReason {
  return error instanceof PduError || error instanceof PduLimitError
    ? error.abortReason
    : abortReasons.notSpecified;
}
