import { asIsocenterError, IsocenterError } from '../base/index.ts';
import { type Attention, problemOf } from '../contract/index.ts';

/** @param settling why what is stored cannot be settled now */
export function needsAttention(settling: Error | undefined, rebuildUnfinished: boolean): Attention[] {
  const reason = settling && asIsocenterError(settling);
  const unsettled =
    reason && problemOf(new IsocenterError('attention/unsettled', { reason: reason.message }, reason));
  const incomplete = rebuildUnfinished && problemOf(new IsocenterError('attention/incomplete'));
  return [
    ...(unsettled ? [{ about: 'storage' as const, name: null, problem: unsettled }] : []),
    ...(incomplete ? [{ about: 'catalog' as const, name: null, problem: incomplete }] : []),
  ];
}
