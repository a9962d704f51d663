/** What the exit code of a command says. The table is part of `isocenter --help`. */
import type { ErrorCode } from '../../base/index.ts';

export const exitCodes = {
  ok: 0,
  problems: 1,
  usage: 2,
  unreachable: 3,
  failed: 4,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeHelp = `Exit codes:
  0    done
  1    done, but something was found or some items failed; they are listed
  2    wrong arguments or settings; nothing was done
  3    the server, the node or the data directory cannot be reached
  4    it failed; the message says what that means for the data
  130  cancelled`;

const byError: Partial<Record<ErrorCode, ExitCode>> = {
  'config/invalid': exitCodes.usage,
  'input/invalid': exitCodes.usage,
  'query/bad': exitCodes.usage,
  'node/unknown': exitCodes.usage,
  'archive/not-found': exitCodes.usage,
  'store/no-archive': exitCodes.usage,
  'store/foreign-directory': exitCodes.usage,
  'input/no-such-place': exitCodes.usage,
  'access/weak-password': exitCodes.usage,
  'automation/invalid': exitCodes.usage,
  'control/unreachable': exitCodes.unreachable,
  'control/lost': exitCodes.unreachable,
  'control/in-use': exitCodes.unreachable,
  'net/unreachable': exitCodes.unreachable,
  'dimse/timeout': exitCodes.unreachable,
  'dimse/rejected': exitCodes.unreachable,
  'store/locked': exitCodes.unreachable,
  cancelled: exitCodes.cancelled,
};

export function exitCodeOf(code: ErrorCode): ExitCode {
  return byError[code] ?? exitCodes.failed;
}
