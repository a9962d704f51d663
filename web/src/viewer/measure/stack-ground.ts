/** The images of a series as what is marked. */
import { frameCalibration } from '../engine/frame.ts';
import type { StackView } from '../engine/stack-view.ts';
import type { Ground } from './ground.ts';
import { isSameImage } from './measurement.ts';
import { referenceOf } from './reference.ts';
import { measured } from './values.ts';

export function stackGround(view: StackView): Ground {
  const seen = () => {
    const { shown } = view.get();
    return shown === undefined ? undefined : { image: referenceOf(view.images, shown) };
  };
  return {
    seen,
    placeOf(where) {
      const now = seen();
      const isSeen = now && 'image' in where && isSameImage(where.image, now.image);
      return isSeen ? view.get().pixelToCanvas : undefined;
    },
    measured: (_, shape) =>
      measured(shape, frameCalibration(view.images, view.get().shown ?? 0), view.samples()),
  };
}
