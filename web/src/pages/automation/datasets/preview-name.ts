import { bidsPath, DOUBT_BELOW, parseBidsNotation } from '../../../../../src/bids/index.ts';
import type { NamedInDataset } from '../../../../../src/contract/index.ts';

/** Where a file of a series would be; `aside` for what would have no name, undefined for what is no name of BIDS. */
export function previewName(
  { example, guess, is }: NamedInDataset,
  written: string,
): { readonly path: string } | 'aside' | undefined {
  const said = written.trim();
  // As it is: only the dataset knows which run it is.
  if (said === (is ?? '')) return example.startsWith('sub-') ? { path: `${example}.nii.gz` } : 'aside';
  const text = said === '' ? guess : said;
  if (text === null) return 'aside';
  try {
    const name = parseBidsNotation(text);
    if (!name) return 'aside';
    const subject = /\bsub-([A-Za-z0-9]+)/.exec(example)?.[1] ?? 'x';
    const session = name.session ?? /\bses-([A-Za-z0-9]+)/.exec(example)?.[1];
    return { path: `${bidsPath({ subject, session }, name).join('/')}.nii.gz` };
  } catch {
    return undefined;
  }
}

/** What somebody has to look at comes first, otherwise by protocol. */
export const inOrderOfDoubt = (rows: readonly NamedInDataset[]): NamedInDataset[] =>
  [...rows].sort(
    (one, other) =>
      Number(isDoubtful(other)) - Number(isDoubtful(one)) ||
      one.protocol.localeCompare(other.protocol) ||
      one.description.localeCompare(other.description),
  );

export const isDoubtful = ({ confidence, problem }: NamedInDataset): boolean =>
  confidence < DOUBT_BELOW || problem !== undefined;
