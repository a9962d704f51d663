import type { ErrorCode, IsocenterError } from '../base/index.ts';
import type { FailureClass } from './job.ts';

/** Nothing happened, and later it may work. */
const transient: ReadonlySet<ErrorCode> = new Set([
  'net/unreachable',
  'dimse/rejected',
  'dimse/failed',
  'node/incomplete',
  'node/incomplete-why',
  'node/nonsense',
  'dicomweb/busy',
  'mail/busy',
  'schedule/incomplete',
  'schedule/no-list',
  'schedule/unanswered',
  'dicomweb/nonsense',
  'store/full',
  'store/io',
  'store/not-mounted',
  'store/locked',
  'dataset/busy',
  'catalog/unavailable',
  'archive/recall-pending',
  'archive/draining',
  'control/unreachable',
  'extension/bad',
  'extension/not-now',
  'extension/busy',
  'extension/resting',
  'rule/resting',
]);

/** The answer is missing: what was asked may have been done. */
const ambiguous: ReadonlySet<ErrorCode> = new Set([
  'dimse/aborted',
  'dimse/timeout',
  'dimse/protocol',
  'dicomweb/cut-off',
  'dicomweb/timeout',
  'catalog/in-doubt',
  'control/lost',
  'extension/ended',
  'extension/timeout',
  'extension/limit',
  'extension/nonsense',
  'webhook/busy',
  'job/lease-lost',
  // A fault of ours: nobody knows how far it came.
  'internal',
]);

/** By the code alone: no text is ever matched. */
export function failureClassOf({ code }: IsocenterError): FailureClass {
  if (transient.has(code)) return 'transient';
  return ambiguous.has(code) ? 'ambiguous' : 'permanent';
}
