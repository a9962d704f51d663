import { z } from 'zod';
import { formatStatus } from '../../dimse/index.ts';

/** What a node says about one instance. */
export interface Verdict {
  readonly outcome: 'completed' | 'warning' | 'failed';
  /** Failure or warning reason, as a status of C-STORE. */
  readonly reason: number | undefined;
}

const texts = z.object({ Value: z.array(z.string()).min(1) });
const numbers = z
  .object({ Value: z.array(z.coerce.number()).min(1) })
  .optional()
  .catch(undefined);
const item = z.object({ '00081155': texts, '00081196': numbers, '00081197': numbers });
const items = z.object({ Value: z.array(z.unknown()).nullish() }).optional();
/** Referenced and Failed SOP Sequence of the Store Instances Response Module (PS3.18 annex I), in the DICOM JSON model. */
const answer = z.object({ '00081199': items, '00081198': items });

/**
 * By SOP Instance UID. Undefined: this is no such answer. What is not in it was not told of; an item that cannot be read tells
 * nothing, and leaves the others as they are.
 */
export function verdictsOf(body: Buffer): ReadonlyMap<string, Verdict> | undefined {
  const { data } = answer.safeParse(parsed(body));
  if (!data || (!data['00081199'] && !data['00081198'])) return undefined;
  const verdicts = new Map<string, Verdict>();
  for (const one of readable(data['00081199'])) {
    const reason = one['00081196']?.Value[0];
    verdicts.set(uidOf(one), { outcome: reason ? 'warning' : 'completed', reason });
  }
  for (const one of readable(data['00081198']))
    verdicts.set(uidOf(one), { outcome: 'failed', reason: one['00081197']?.Value[0] });
  return verdicts;
}

type Item = z.output<typeof item>;

const readable = (sequence: z.output<typeof items>): Item[] =>
  (sequence?.Value ?? []).flatMap((one) => item.safeParse(one).data ?? []);

const uidOf = (one: Item): string => one['00081155'].Value[0]!.trim();

function parsed(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    // PS3.18 F.2: one data set, or an array of it.
    return Array.isArray(value) ? value[0] : value;
  } catch {
    return undefined;
  }
}

interface Reason {
  fits(code: number): boolean;
  readonly words: string;
  /** What is wrong is the instance, not the moment. */
  readonly isFinal: boolean;
}

const SYNTAX_NOT_SUPPORTED = 0xc122;

/** Failure reasons: PS3.18 table I.2-2, and the statuses of C-STORE that they are (PS3.4 table B.2-1, PS3.7 annex C). */
const reasons: readonly Reason[] = [
  // Also of what it took when its answer did not come.
  { fits: (code) => code === 0x0111, words: 'it has one of this UID already', isFinal: true },
  { fits: (code) => code === 0x0122, words: 'the SOP class is not supported', isFinal: true },
  { fits: (code) => code === 0x0124, words: 'we may not store there', isFinal: true },
  {
    fits: (code) => code === SYNTAX_NOT_SUPPORTED,
    words: 'the transfer syntax is not supported',
    isFinal: true,
  },
  { fits: (code) => code >> 8 === 0xa7, words: 'it has no room', isFinal: false },
  { fits: (code) => code >> 8 === 0xa9, words: 'the data set does not fit its SOP class', isFinal: true },
  { fits: (code) => code >> 12 === 0xc, words: 'it cannot be understood', isFinal: true },
  { fits: () => true, words: 'processing failed', isFinal: false },
];

/** It would take the same in another transfer syntax. */
export const isAboutSyntax = ({ reason }: Verdict): boolean => reason === SYNTAX_NOT_SUPPORTED;

/** Why it was refused, in words, and whether it always would be. */
export function refusalOf({ reason }: Verdict): { readonly words: string; readonly isFinal: boolean } {
  if (reason === undefined) return { words: 'it does not say why', isFinal: false };
  const { words, isFinal } = reasons.find(({ fits }) => fits(reason))!;
  return { words: `${words} (${formatStatus(reason)})`, isFinal };
}
