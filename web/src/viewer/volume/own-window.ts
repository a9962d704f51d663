import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import type { Window } from '../engine/presets.ts';
import { volumeTags } from './volume-tags.ts';

/** What an image asks for (PS3.3 C.11.2); undefined where it asks for nothing. */
export function ownWindowOf(elements: JsonInstance): Window | undefined {
  const [center] = numbersIn(elements, volumeTags.WindowCenter);
  const [width] = numbersIn(elements, volumeTags.WindowWidth);
  return center === undefined || width === undefined || width < 1 ? undefined : { center, width };
}

/** From the darkest to the brightest of these samples, as PS3.3 C.11.2.1.2.1 counts it. */
export const fullWindow = ([least, most]: readonly [number, number]): Window => ({
  center: (least + most + 1) / 2,
  width: most - least + 1,
});
