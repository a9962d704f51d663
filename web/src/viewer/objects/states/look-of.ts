/** How a presentation state wants an image to be seen. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { Look, Rescale } from '../../engine/look.ts';
import type { SeenImage } from '../overlays/seen-image.ts';
import { areaOf, magnificationOf, turnOf } from './displayed-area.ts';
import { itemsFor } from './presentation-state.ts';
import { stateTags as tags } from './tags.ts';

/** @param rescale of the image: the viewer has its values in the units that this leads to */
export function lookOf(instance: JsonInstance, image: SeenImage, rescale: Rescale): Look {
  return {
    ...turnOf(instance),
    area: areaOf(instance, image),
    magnification: magnificationOf(instance, image),
    range: rangeOf(instance, image, rescale),
    // It goes instead of what Photometric Interpretation says (PS3.3 C.11.6.1.2).
    isInverse: hasTable(instance) ? false : shapes[textIn(instance, tags.PresentationLUTShape)],
  };
}

const hasTable = (instance: JsonInstance): boolean =>
  itemsIn(instance, tags.PresentationLUTSequence).length > 0;

const shapes: Readonly<Record<string, boolean>> = { IDENTITY: false, INVERSE: true };
function rangeOf(instance: JsonInstance, image: SeenImage, own: Rescale): Look['range'] {
  const [item = {}] = itemsFor(instance, tags.SoftcopyVOILUTSequence, image);
  const [center] = numbersIn(item, tags.WindowCenter);
  const [width] = numbersIn(item, tags.WindowWidth);
  if (center === undefined || width === undefined) return undefined;
  const isExact = textIn(item, tags.VOILUTFunction) === 'LINEAR_EXACT';
  // PS3.3 C.11.2.1.2.1, C.11.2.1.3.2
  const [middle, half] = isExact ? [center, width / 2] : [center - 0.5, (width - 1) / 2];
  // A state has a modality LUT of its own, and goes without one where it names none (PS3.3 C.11.1).
  const rescale = itemsIn(instance, tags.ModalityLUTSequence).length > 0 ? own : rescaleIn(instance);
  const inOwn = (value: number) => ((value - rescale.intercept) / rescale.slope) * own.slope + own.intercept;
  return { lower: inOwn(middle - half), upper: inOwn(middle + half) };
}

function rescaleIn(instance: JsonInstance): Rescale {
  const [slope = 1] = numbersIn(instance, tags.RescaleSlope);
  const [intercept = 0] = numbersIn(instance, tags.RescaleIntercept);
  return { slope: slope || 1, intercept };
}
