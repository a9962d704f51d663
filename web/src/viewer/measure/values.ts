/** What a measurement measures. Pure. */
import { type Calibration, type Spacing, spacingAt } from '../engine/calibration.ts';
import type { Samples } from '../engine/samples.ts';
import { angleAt, cobbAngle, distance, ellipseArea, polygonArea, rectangleArea } from './geometry.ts';
import { kinds, leastPoints, type Measurement, type Point, type Value } from './measurement.ts';
import { statisticsOf, valueAt } from './roi.ts';

type Measured = Pick<Measurement, 'values' | 'source'>;

/** @param samples undefined where they have no one meaning: colours */
export function measured(
  shape: Pick<Measurement, 'kind' | 'points'>,
  calibration: Calibration,
  samples: Samples | undefined,
): Measured {
  // What is drawn just now may lack some of its points.
  if (shape.points.length < leastPoints(shape.kind)) return { values: [] };
  const spacing = spacingAt(calibration, shape.points);
  const lengths = lengthsOf(shape, spacing, calibration.aspect);
  const hasLength = lengths.some(({ quantity }) => quantity !== 'angle');
  return {
    values: [...lengths, ...(samples ? valuesOf(shape, samples) : [])],
    source: hasLength ? spacing?.source : undefined,
  };
}

function lengthsOf(
  { kind, points }: Pick<Measurement, 'kind' | 'points'>,
  spacing: Spacing | undefined,
  aspect: number,
): Value[] {
  const inPlane = points.map((point) => inUnits(point, spacing, aspect));
  const [a, b, c, d] = inPlane as [Point, Point, Point, Point];
  // Where nobody knows how large they are, an area is so many pixels.
  const outline = spacing ? inPlane : points;
  const [corner, opposite] = outline as [Point, Point];
  const length = (value: number): Value => ({ quantity: 'length', value, unit: spacing ? 'mm' : '{pixels}' });
  const area = (value: number): Value => ({ quantity: 'area', value, unit: spacing ? 'mm2' : '{pixels}2' });
  const angle = (value: number): Value => ({ quantity: 'angle', value, unit: 'deg' });
  switch (kind) {
    case 'length':
      // Pixels that are not square have no length that both directions share.
      return spacing || aspect === 1 ? [length(distance(a, b))] : [];
    case 'angle':
      return [angle(angleAt(b, a, c))];
    case 'cobb':
      return [angle(cobbAngle([a, b, c, d]))];
    case 'ellipse':
      return [area(ellipseArea(corner, opposite))];
    case 'rectangle':
      return [area(rectangleArea(corner, opposite))];
    case 'freehand':
      return [area(polygonArea(outline))];
    default:
      return [];
  }
}

/** Millimetres; where nobody knows, so that directions are true. */
const inUnits = ([x, y]: Point, spacing: Spacing | undefined, aspect: number): Point =>
  spacing ? [x * spacing.x, y * spacing.y] : [x, y * aspect];

function valuesOf(shape: Pick<Measurement, 'kind' | 'points'>, samples: Samples): Value[] {
  const value = (quantity: Value['quantity'], of: number): Value => ({
    quantity,
    value: of,
    unit: samples.unit,
  });
  if (shape.kind === 'probe') {
    const of = valueAt(shape.points[0]!, samples);
    return of === undefined ? [] : [value('value', of)];
  }
  const statistics = kinds[shape.kind].isArea ? statisticsOf(shape, samples) : undefined;
  if (!statistics) return [];
  const { mean, deviation, minimum, maximum } = statistics;
  return [
    ...[value('mean', mean), value('deviation', deviation)],
    ...[value('minimum', minimum), value('maximum', maximum)],
  ];
}
