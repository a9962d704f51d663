import type { ErrorCode } from '../base/index.ts';

const ofEverything: ReadonlySet<ErrorCode> = new Set([
  ...(['node/unknown', 'net/unreachable', 'net/forbidden', 'config/invalid'] as const),
  ...(['dicomweb/denied', 'dicomweb/no-service', 'node/needs-approval'] as const),
]);

const ofThisArchive: ReadonlySet<ErrorCode> = new Set(['store/full', 'store/io', 'catalog/unavailable']);

/** Whether it is what a node fails with whatever it is asked: nothing else would fare better. */
export const isOfEverything = (code: ErrorCode): boolean => ofEverything.has(code);

/** Whether what is asked for next is likely to fare alike; a node that is too busy may have been so for this alone. */
export const isOfNode = (code: ErrorCode): boolean => isOfEverything(code) || code === 'dicomweb/busy';

/** Whether nothing can be taken in here, whoever sends it. */
export const isOfThisArchive = (code: ErrorCode): boolean => ofThisArchive.has(code);
