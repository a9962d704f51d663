/** A measurement as a measurement group of a report, and back: PS3.16 TID 1501, 1410. Pure. */
import { type Dataset, type PlainDataset, tags } from '../../../../../src/dicom/index.ts';
import { spacingSources } from '../../engine/calibration.ts';
import {
  type ImageReference,
  kinds,
  type Measurement,
  type MeasurementKind,
  type Point,
  type Value,
} from '../measurement.ts';
import { cobbCode, codes, conceptOf, derivations, ownScheme, quantityOf, unitCode } from './codes.ts';
import { code, container, coordinates, number, text, uidReference } from './content-items.ts';
import { conceptIn, itemsOf, type PlaceOf, said } from './reading.ts';

/** Of elements that the table of tags has no names for. */
const graphic = {
  MeasurementUnitsCodeSequence: 0x004008ea,
  GraphicData: 0x00700022,
  GraphicType: 0x00700023,
} as const;

/** Planar regions and what has a place alone name the place once; what is measured along lines names it with each number. */
const templates = { region: '1410', other: '1501' } as const;

export function groupOf(measurement: Measurement): PlainDataset {
  const { uid, kind, text: words, values, source } = measurement;
  const hasRegion = kinds[kind].isArea || values.length === 0;
  return container(codes.group, hasRegion ? templates.region : templates.other, [
    text('HAS OBS CONTEXT', codes.trackingIdentifier, words || kind),
    uidReference('HAS OBS CONTEXT', codes.trackingUid, uid),
    // Where lengths are true.
    ...(source ? [code('HAS CONCEPT MOD', codes.method, [source, ownScheme, `Spacing: ${source}`])] : []),
    ...(words === '' ? [] : [text('CONTAINS', codes.comment, words)]),
    ...(hasRegion ? [coordinatesOf(measurement, 'CONTAINS')] : []),
    ...values.map((value) => numberOf(value, measurement, hasRegion)),
  ]);
}

function numberOf(
  { quantity, value, unit }: Value,
  measurement: Measurement,
  hasRegion: boolean,
): PlainDataset {
  const derivation = quantity in derivations ? derivations[quantity as keyof typeof derivations] : undefined;
  return number(conceptOf(quantity, unit, measurement.kind === 'cobb'), value, unitCode(unit), [
    ...(derivation ? [code('HAS CONCEPT MOD', codes.derivation, derivation)] : []),
    ...(hasRegion ? [] : [coordinatesOf(measurement, 'INFERRED FROM')]),
  ]);
}

function coordinatesOf(
  { kind, points, image }: Measurement,
  relationship: 'CONTAINS' | 'INFERRED FROM',
): PlainDataset {
  const concept = relationship === 'CONTAINS' ? codes.region : undefined;
  const [type, graphic] = graphicOf(kind, points);
  return coordinates(relationship, concept, type, graphic, image);
}

/** PS3.3 C.18.6.1.2: closed lines end where they begin, ellipses have the ends of their long axis, then of the short one. */
function graphicOf(
  kind: MeasurementKind,
  points: readonly Point[],
): ['POINT' | 'POLYLINE' | 'ELLIPSE', readonly Point[]] {
  const [[x1, y1], [x2, y2]] = [points[0]!, points[1] ?? points[0]!];
  switch (kind) {
    case 'text':
    case 'probe':
      return ['POINT', points];
    case 'ellipse': {
      const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
      const across: Point[] = [
        [x1, y],
        [x2, y],
      ];
      const down: Point[] = [
        [x, y1],
        [x, y2],
      ];
      const isWide = Math.abs(x2 - x1) >= Math.abs(y2 - y1);
      return ['ELLIPSE', isWide ? [...across, ...down] : [...down, ...across]];
    }
    case 'rectangle':
      return [
        'POLYLINE',
        [
          [x1, y1],
          [x2, y1],
          [x2, y2],
          [x1, y2],
          [x1, y1],
        ],
      ];
    case 'freehand':
      return ['POLYLINE', [...points, points[0]!]];
    default:
      return ['POLYLINE', points];
  }
}

/** Undefined of groups that say something else than we can draw. */
export function measurementIn(group: Dataset, placeOf: PlaceOf): Measurement | undefined {
  const items = itemsOf(group);
  const numbers = items.filter((item) => item.string(tags.ValueType) === 'NUM');
  const place = [...items, ...numbers.flatMap(itemsOf)].find(
    (item) => item.string(tags.ValueType) === 'SCOORD',
  );
  const uid = said(items, codes.trackingUid);
  const image = place && imageIn(place, placeOf);
  if (!place || !image || uid === undefined) return undefined;
  const values = numbers.flatMap(valueIn);
  const shape = shapeIn(place, numbers.map(conceptIn), values);
  const source = spacingSources.find((each) => each === said(items, codes.method));
  return shape && { uid, image, values, source, ...shape, text: said(items, codes.comment) ?? '' };
}

function imageIn(coordinates: Dataset, placeOf: PlaceOf): ImageReference | undefined {
  const [item] = itemsOf(coordinates).filter((each) => each.string(tags.ValueType) === 'IMAGE');
  return item && referenceIn(item, placeOf);
}

/** The frame that an IMAGE item refers to. */
export function referenceIn(item: Dataset, placeOf: PlaceOf): ImageReference | undefined {
  const [reference] = item.items(tags.ReferencedSOPSequence);
  const sopInstanceUid = reference?.string(tags.ReferencedSOPInstanceUID) ?? '';
  const place = placeOf(sopInstanceUid);
  if (!reference || !place) return undefined;
  const sopClassUid = reference.string(tags.ReferencedSOPClassUID) ?? '';
  return { ...place, sopClassUid, sopInstanceUid, frame: reference.number(tags.ReferencedFrameNumber) ?? 1 };
}

function valueIn(item: Dataset): Value[] {
  const [measured] = item.items(tags.MeasuredValueSequence);
  const [unit] = measured?.items(graphic.MeasurementUnitsCodeSequence) ?? [];
  const value = measured?.number(tags.FloatingPointValue) ?? measured?.number(tags.NumericValue);
  if (value === undefined) return [];
  const derivation = said(itemsOf(item), codes.derivation);
  return [
    { quantity: quantityOf(conceptIn(item), derivation), value, unit: unit?.string(tags.CodeValue) ?? '1' },
  ];
}

type Shape = Pick<Measurement, 'kind' | 'points'>;

function shapeIn(place: Dataset, concepts: readonly string[], values: readonly Value[]): Shape | undefined {
  const points = pointsIn(place);
  const [first, ...others] = points;
  if (!first) return undefined;
  switch (place.string(graphic.GraphicType)) {
    case 'POINT':
      return { kind: values.length > 0 ? 'probe' : 'text', points: [first] };
    case 'ELLIPSE':
      return others.length === 3 ? { kind: 'ellipse', points: boxAround(points) } : undefined;
    case 'POLYLINE':
      return lineIn(points, concepts, values);
    default:
      return undefined;
  }
}

function lineIn(
  points: readonly Point[],
  concepts: readonly string[],
  values: readonly Value[],
): Shape | undefined {
  const [first, last] = [points[0]!, points.at(-1)!];
  const isClosed = points.length > 3 && first[0] === last[0] && first[1] === last[1];
  if (isClosed && isBox(points)) return { kind: 'rectangle', points: [first, points[2]!] };
  if (isClosed) return { kind: 'freehand', points: points.slice(0, -1) };
  if (points.length === 4 && concepts.includes(cobbCode[0])) return { kind: 'cobb', points };
  if (points.length === 3) return { kind: 'angle', points };
  if (points.length === 2) return { kind: values.length > 0 ? 'length' : 'arrow', points };
  return undefined;
}

const isBox = (points: readonly Point[]): boolean =>
  points.length === 5 &&
  points.slice(1).every(([x, y], i) => {
    const [beforeX, beforeY] = points[i]!;
    return i % 2 === 0 ? y === beforeY : x === beforeX;
  });

function boxAround(points: readonly Point[]): Point[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}

function pointsIn(place: Dataset): Point[] {
  const numbers = place.numbers(graphic.GraphicData);
  return Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[i * 2]!, numbers[i * 2 + 1]!]);
}
