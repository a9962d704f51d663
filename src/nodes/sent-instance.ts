import { asIsocenterError, type ErrorCode, type IsocenterError } from '../base/index.ts';
import type { MoveOriginator, SubOperationResult } from '../dimse/index.ts';

export interface SendOptions {
  /** What is on its way then may arrive for {@link GRACE_MS}; after that the connection is cut. */
  readonly signal?: AbortSignal;
  /** Who asked for it by C-MOVE. PS3.7 9.1.1.1. */
  readonly originator?: MoveOriginator;
}

/** A node that answers at all has answered by then. */
export const GRACE_MS = 2_000;

/** How an instance fared on its way to a node. */
export interface SentInstance extends SubOperationResult {
  /** Why it failed; who gets it by C-MOVE is told its words as the comment. */
  readonly reason?: IsocenterError;
  /** It failed, and would again. */
  readonly isFinal?: boolean;
  /** It failed because nobody answered. */
  readonly hasNoAnswer?: boolean;
}

export function failedToSend(sopInstanceUid: string, error: unknown): SentInstance {
  const reason = asIsocenterError(error);
  return {
    ...{ outcome: 'failed', sopInstanceUid, errorComment: reason.message, reason },
    ...(silences.has(reason.code) && { hasNoAnswer: true }),
  };
}

const silences: ReadonlySet<ErrorCode> = new Set(['net/unreachable', 'dimse/timeout', 'dicomweb/timeout']);
