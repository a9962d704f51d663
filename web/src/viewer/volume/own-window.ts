import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import type { Window } from '../engine/presets.ts';
import { volumeTags } from './volume-tags.ts';

/** What an image asks for (PS3.3 C.11.2); undefined where it asks for nothing. */
export function ownWindowOf(elements: JsonInstance): Window | undefined {
  const [center] = numbersIn(elements, volumeTags.WindowCenter);
  const [width] = numbersIn(elements, volumeTags.WindowWidth);
  return center === undefined || width === undefined || width < 1 ? undefined : { center, width };
}
