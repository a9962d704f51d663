import type { JsonInstance } from '../../../api/dicom-web.ts';
import { outlinesOn, readStructureSet } from './contours.ts';
import { bordersAcross, gapOf } from './contours-across.ts';
import type { Overlay } from './overlay.ts';

/** mm, at least: half of the usual distance between slices of planning. */
const NEAR = 1;

export function structureOverlay(instance: JsonInstance): Overlay {
  const regions = readStructureSet(instance);
  return {
    parts: regions.map(({ number, name, colour }) => ({
      key: String(number),
      label: name || String(number),
      colour,
    })),
    on: async ({ plane }, shown) => {
      if (!plane) return [];
      return regions
        .filter(({ number }) => shown.has(String(number)))
        .map((region) => ({
          kind: 'lines',
          colour: region.colour,
          outlines: [
            ...outlinesOn(region, plane, Math.max(NEAR, (gapOf(region) ?? 0) / 2)),
            ...bordersAcross(region, plane),
          ],
        }));
    },
  };
}
