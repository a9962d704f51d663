import type { JsonInstance } from '../api/dicom-web.ts';
import { gapsOf } from './engine/slice-gaps.ts';
import { duplicatesIn } from './volume/duplicates.ts';

const doubtsIn = (instances: readonly JsonInstance[]) => ({
  ...gapsOf(instances),
  duplicates: duplicatesIn(instances),
});

const known = new WeakMap<readonly JsonInstance[], ReturnType<typeof doubtsIn>>();

/** How the slices of a series lie to each other, worked out once for each. @param instances of its frames */
export function doubtsOfSlices(instances: readonly JsonInstance[]): ReturnType<typeof doubtsIn> {
  const before = known.get(instances);
  if (before) return before;
  const doubts = doubtsIn([...new Set(instances)]);
  known.set(instances, doubts);
  return doubts;
}
