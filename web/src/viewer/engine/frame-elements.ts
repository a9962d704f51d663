/** What is true of one frame of an instance, with what its functional groups say (PS3.3 C.7.6.16). */
import { itemsIn, type JsonInstance } from '../../api/dicom-web.ts';
import { tags } from './tags.ts';

/**
 * The elements that are true of one frame: those of its instance, under those of its groups, flat.
 * @param index of the frame in its instance, from 0
 */
export function elementsOfFrame(instance: JsonInstance, index: number): JsonInstance {
  const [shared] = itemsIn(instance, tags.SharedFunctionalGroupsSequence);
  const own = itemsIn(instance, tags.PerFrameFunctionalGroupsSequence)[index];
  if (!shared && !own) return instance;
  return Object.assign({}, instance, ...groupsIn(shared), ...groupsIn(own));
}

/** Each group is a sequence of one item (PS3.3 C.7.6.16.1.1). */
function groupsIn(item: JsonInstance | undefined): JsonInstance[] {
  return Object.entries(item ?? {})
    .filter(([, { vr }]) => vr === 'SQ')
    .flatMap(([tag]) => itemsIn(item!, tag).slice(0, 1));
}
