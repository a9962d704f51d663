/** Images of a series that lie where others of it do, and nothing says how they differ. */
import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import { tags } from '../engine/tags.ts';
import { phasesOf } from './phases.ts';

/** What makes images of one place different ones, beside times and what else makes volumes: kinds of images, directions of diffusion. */
const kindTags = ['00080008', '00189089', tags.Rows, tags.Columns];

/** How many are too many; none where they do not say where they are. */
export function duplicatesIn(instances: readonly JsonInstance[]): number {
  const placed = instances.filter((instance) => numbersIn(instance, tags.ImagePositionPatient).length === 3);
  const kinds = Map.groupBy(placed, (instance) =>
    kindTags.map((tag) => instance[tag]?.Value?.join('\\')).join(),
  );
  return [...kinds.values()].reduce((sum, alike) => sum + duplicatesOfOneKind(alike), 0);
}

function duplicatesOfOneKind(instances: readonly JsonInstance[]): number {
  const slices = new Map<string, number>();
  const frames = instances.map((elements) => {
    const place = placeOf(elements);
    if (!slices.has(place)) slices.set(place, slices.size);
    return { elements, slice: slices.get(place)! };
  });
  return phasesOf(frames) ? 0 : instances.length - slices.size;
}

/** To a hundredth of a millimetre, and of a direction. */
const placeOf = (elements: JsonInstance): string =>
  [tags.ImagePositionPatient, tags.ImageOrientationPatient]
    .flatMap((tag) => numbersIn(elements, tag))
    .map((value) => Math.round(value * 100))
    .join();
