/** The regions of an ultrasound image, out of its elements: PS3.3 C.8.5.5. */
import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import type { Spacing, UltrasoundRegion } from './calibration.ts';
import { tags } from './tags.ts';

/** Physical Units X Direction: PS3.3 C.8.5.5.1.15. */
const CENTIMETRES = 3;
const MM_PER_CM = 10;

export function ultrasoundRegions(instance: JsonInstance): UltrasoundRegion[] {
  const items = (instance[tags.SequenceOfUltrasoundRegions]?.Value ?? []) as readonly JsonInstance[];
  return items.flatMap((item) => {
    const numberOf = (tag: string) => numbersIn(item, tag)[0];
    const [x0, y0] = [numberOf(tags.RegionLocationMinX0), numberOf(tags.RegionLocationMinY0)];
    const [x1, y1] = [numberOf(tags.RegionLocationMaxX1), numberOf(tags.RegionLocationMaxY1)];
    if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return [];
    return [{ from: [x0, y0] as const, to: [x1, y1] as const, spacing: spacingOf(item) }];
  });
}

function spacingOf(item: JsonInstance): Spacing | undefined {
  const isLength = [tags.PhysicalUnitsXDirection, tags.PhysicalUnitsYDirection].every(
    (tag) => numbersIn(item, tag)[0] === CENTIMETRES,
  );
  // Negative where an axis runs backwards.
  const [x = 0] = numbersIn(item, tags.PhysicalDeltaX).map(Math.abs);
  const [y = 0] = numbersIn(item, tags.PhysicalDeltaY).map(Math.abs);
  return isLength && x > 0 && y > 0 ? { x: x * MM_PER_CM, y: y * MM_PER_CM, source: 'region' } : undefined;
}
