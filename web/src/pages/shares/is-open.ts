import type { ListedShare } from '../../../../src/contract/index.ts';

/** Whether a link opens now. */
export const isOpen = (
  { revokedAt, expiresAt }: Pick<ListedShare, 'revokedAt' | 'expiresAt'>,
  now: Date,
): boolean => revokedAt === null && (expiresAt === null || now < new Date(expiresAt));
