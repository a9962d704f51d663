/** What a link takes by which somebody sends images, and for how long. */
import type { CallFor } from '../../../../src/contract/index.ts';
import { endAfter, type LinkTerms } from './terms.ts';

/** Bytes that are offered: some discs, a shelf of them, a clinic's archive. */
export const sizes = [10e9, 100e9, 1e12] as const;

export interface UploadTerms extends LinkTerms {
  readonly collection: string | undefined;
  readonly maxBytes: number;
}

/** @param title what it is for, where that is known. */
export const usualUpload = (title: string): UploadTerms => ({
  ...{ title, days: 14, withCode: true },
  ...{ collection: undefined, maxBytes: 100e9 },
});

/** @param now milliseconds since 1970 */
export const newUploadLink = (
  { title, days, withCode, maxBytes }: UploadTerms,
  collection: string,
  now: number,
): CallFor<'uploadLinkCreate'> => ({
  ...{ title, collection, withCode, maxBytes },
  expiresAt: endAfter(days, now),
});
