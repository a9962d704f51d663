/** What lies over a plane of a volume. */
import { useMemo, useSyncExternalStore } from 'react';
import { applied } from '../../engine/affine.ts';
import { cross } from '../../engine/orientation.ts';
import { along, lengthOf, normalized } from '../../engine/vectors.ts';
import type { MprView } from '../../volume/mpr-view.ts';
import type { PlaneName } from '../../volume/planes.ts';
import { placeOfSheet, type Sheet, sheetThrough } from '../../volume/sheet.ts';
import { DrawnOverlays } from './drawn-overlays.tsx';
import type { SeenImage } from './seen-image.ts';
import type { OverlayChoice } from './use-overlay-choice.ts';

interface PlaneOverlaysProps {
  readonly choice: OverlayChoice;
  readonly view: MprView;
  readonly plane: PlaneName;
}

/** Digits of a millimetre by which planes differ. */
const DIGITS = 4;

export function PlaneOverlays({ choice, view, plane }: PlaneOverlaysProps) {
  const { cross: planes } = useSyncExternalStore(view.subscribe, view.get);
  const { geometry } = view.volume;
  const sheet = sheetThrough(geometry, plane, view.axesOf(plane), planes.center);
  const key = [...sheet.origin, ...sheet.across, ...sheet.down].map((value) => value.toFixed(DIGITS)).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plane has another key
  const image = useMemo(() => imageOf(sheet, geometry.frameOfReference), [key, geometry]);
  const place = placeOfSheet(sheet, (point) => view.spotOf(plane, point));
  const [e, f] = applied(place, [0.5, 0.5]);
  return <DrawnOverlays {...{ choice, image }} place={[place.a, place.b, place.c, place.d, e, f]} />;
}

/** Of no instance. */
function imageOf({ origin, across, down, columns, rows }: Sheet, frameOfReference: string): SeenImage {
  const [right, below] = [normalized(across), normalized(down)];
  return {
    ...{ sopInstanceUid: '', frame: 0, columns, rows },
    plane: {
      ...{ frameOfReference, across: right, down: below, normal: cross(right, below) },
      position: along(along(origin, across, 0.5), down, 0.5),
      spacing: [lengthOf(across), lengthOf(down)],
    },
  };
}
