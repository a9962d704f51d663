import { IsocenterError } from '../../../base/index.ts';
import type { RuleJobKind } from '../../../contract/index.ts';
import type { JobKind } from '../../../jobs/index.ts';
import type { ConvertedVolumes } from './convert-volumes.ts';

export const CONVERT_KIND = 'treeConvert' satisfies RuleJobKind;

export interface ConvertInput {
  /** Name of the tree. */
  readonly name: string;
  readonly study: string;
}

/** Converts what a tree lacks of the volumes of a study. One at a time: dcm2niix takes what the machine has. */
export const convertKind = (
  convert: (input: ConvertInput, signal: AbortSignal) => Promise<ConvertedVolumes | null>,
): JobKind<ConvertInput> => ({
  name: CONVERT_KIND,
  right: 'download',
  concurrency: 1,
  repeatable: true,
  parse(input) {
    const { name, study } = (input ?? {}) as { name?: unknown; study?: unknown };
    if (typeof name === 'string' && typeof study === 'string') return { name, study };
    throw new IsocenterError('input/invalid', { reason: 'no study of a tree' });
  },
  run: (input, { signal }) => convert(input, signal),
});
