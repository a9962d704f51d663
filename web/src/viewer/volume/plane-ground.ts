/** A plane through a volume as what is marked. */
import { lengthOf } from '../engine/vectors.ts';
import type { Ground } from '../measure/ground.ts';
import type { PlaneReference } from '../measure/measurement.ts';
import { measured } from '../measure/values.ts';
import type { MprView } from './mpr-view.ts';
import type { PlaneName } from './planes.ts';
import { isIn, placeOfSheet, samplesOfSheet, sheetThrough } from './sheet.ts';

type SeriesName = Pick<PlaneReference, 'study' | 'series'>;

export function planeGround(view: MprView, name: PlaneName, { study, series }: SeriesName): Ground {
  const { geometry } = view.volume;
  const seen = (): { readonly plane: PlaneReference } => {
    const sheet = sheetThrough(geometry, name, view.axesOf(name), view.get().cross.center);
    const { frameOfReference } = geometry;
    return { plane: { study, series, frameOfReference, phase: view.get().phase, ...sheet } };
  };
  return {
    seen,
    placeOf(where) {
      if (!('plane' in where) || where.plane.series !== series) return undefined;
      const { phase, cross } = view.get();
      const isSeen =
        where.plane.phase === phase && isIn(where.plane, geometry, view.axesOf(name), cross.center);
      return isSeen ? placeOfSheet(where.plane, (point) => view.spotOf(name, point)) : undefined;
    },
    measured(where, shape) {
      const { plane } = 'plane' in where ? where : seen();
      const [x, y] = [lengthOf(plane.across), lengthOf(plane.down)];
      const spacing = { x, y, source: 'patient' } as const;
      // What is drawn of a slab is no sample.
      const isThin = view.get().slab.mode === 'thin';
      const samples = isThin ? samplesOfSheet(plane, view.sampleAt, view.unit) : undefined;
      return measured(shape, { spacing, regions: [], aspect: y / x }, samples);
    },
  };
}
