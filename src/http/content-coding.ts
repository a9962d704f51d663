/** Which content coding (RFC 9110 8.4.1) a client wants: decided here for every answer that is compressed. */
import { readList, weightOf } from '../net/index.ts';

/** zstd (RFC 8878) packs in a fifth of the time that gzip takes, and smaller. br would take more of both: it is not offered. */
export type ContentCoding = 'zstd' | 'gzip';

/** Of those that a client wants alike, the first. */
const offered: readonly ContentCoding[] = ['zstd', 'gzip'];

/** Other names of the same (RFC 9110 8.4.1.3). */
const aliases: Readonly<Record<string, string>> = { 'x-gzip': 'gzip' };

export interface WantedCoding {
  /** Undefined: as it is. */
  readonly coding: ContentCoding | undefined;
  /** `identity;q=0`: short answers are to be coded as well. */
  readonly isPlainRefused: boolean;
}

/**
 * Weighs an Accept-Encoding header (RFC 9110 12.5.3). Without one, nothing is coded: some clients that send none cannot undo
 * it. Who takes nothing that there is gets the answer as it is.
 * @throws IsocenterError `input/invalid` where the header is too long
 */
export function wantedCoding(header: string | undefined): WantedCoding {
  const weights = new Map<string, number>();
  for (const member of readList(header)) weights.set(aliases[member.name] ?? member.name, weightOf(member));
  const others = weights.get('*');
  const weight = (coding: ContentCoding): number => weights.get(coding) ?? others ?? 0;
  const best = offered.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  // Not named, it is taken, and everything that is named is wanted more.
  const plain = weights.get('identity') ?? (others === 0 ? 0 : undefined);
  const isCoded = weight(best) > 0 && weight(best) >= (plain ?? 0);
  return { coding: isCoded ? best : undefined, isPlainRefused: plain === 0 };
}
