/** Where the attributes of one frame stand (PS3.3 C.7.6.16.2). */
import { type Dataset, tags } from '../../dicom/index.ts';

/** The items that tell about one frame: its own before those of all. */
export function functionalGroups(dataset: Dataset, frame: number): readonly Dataset[] {
  const own = dataset.items(tags.PerFrameFunctionalGroupsSequence)[frame];
  const shared = dataset.items(tags.SharedFunctionalGroupsSequence)[0];
  return [own, shared].filter((item) => item !== undefined);
}

/** The data sets that may hold the attributes of a macro, the most particular first. */
export function macro(dataset: Dataset, groups: readonly Dataset[], sequence: number): Dataset[] {
  return [...groups.flatMap((group) => group.items(sequence).slice(0, 1)), dataset];
}
