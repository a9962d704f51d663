import type { ErrorCode } from '../base/index.ts';

const codes: ReadonlySet<ErrorCode> = new Set([
  ...(['node/unknown', 'net/unreachable', 'net/forbidden', 'config/invalid'] as const),
  ...(['dicomweb/denied', 'dicomweb/no-service', 'dicomweb/busy'] as const),
]);

/** Whether it is what a node fails with whatever it is asked: the next study would fare alike. */
export const isOfNode = (code: ErrorCode): boolean => codes.has(code);
