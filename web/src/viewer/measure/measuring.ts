/** A shape in the image that a view shows, with what it measures there. */
import { frameCalibration } from '../engine/frame.ts';
import type { StackView } from '../engine/stack-view.ts';
import type { Measurement } from './measurement.ts';
import { measured } from './values.ts';

export function measuredIn<Shape extends Pick<Measurement, 'kind' | 'points'>>(
  view: StackView,
  shape: Shape,
) {
  const index = view.get().shown ?? 0;
  return { ...shape, ...measured(shape, frameCalibration(view.images, index), view.samples()) };
}
