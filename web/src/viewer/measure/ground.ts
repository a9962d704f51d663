/** What is marked: the images of a stack, or a plane through a volume. */
import type { Affine } from '../engine/affine.ts';
import type { Mark, Where } from './measurement.ts';

export interface Ground {
  /** Undefined while nothing is seen. */
  seen(): Where | undefined;
  /** From pixels of that to CSS pixels of the element; undefined where it is not what is seen. */
  placeOf(where: Where): Affine | undefined;
  /** What a shape measures in what is seen. */
  measured(where: Where, shape: Pick<Mark, 'kind' | 'points'>): Pick<Mark, 'values' | 'source'>;
}
