/** A measurement as a measurement group of a report, and back: PS3.16 TID 1501, 1410. Pure. */
import { type Dataset, type PlainDataset, tags } from '../../../../../src/dicom/index.ts';
import { spacingSources } from '../../engine/calibration.ts';
import { lengthOf } from '../../engine/vectors.ts';
import {
  type ImageReference,
  kinds,
  type Measurement,
  type Point,
  type Value,
  type Where,
} from '../measurement.ts';
import { codes, conceptOf, derivations, ownScheme, quantityOf, unitCode } from './codes.ts';
import { code, container, coordinates, coordinates3d, number, text, uidReference } from './content-items.ts';
import { graphicOf, shapeIn } from './graphics.ts';
import { inPatient, planeIn, planeItems, pointsInPlane } from './plane-items.ts';
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
    ...('plane' in measurement ? planeItems(measurement.plane) : []),
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

function coordinatesOf(measurement: Measurement, relationship: 'CONTAINS' | 'INFERRED FROM'): PlainDataset {
  const concept = relationship === 'CONTAINS' ? codes.region : undefined;
  if ('image' in measurement) {
    const [type, points] = graphicOf(measurement, 1);
    return coordinates(relationship, concept, type, points, measurement.image);
  }
  const { plane, kind } = measurement;
  const [type, points] = graphicOf(measurement, lengthOf(plane.down) / lengthOf(plane.across));
  // PS3.3 C.18.9.1.2: what is closed has a type of its own there.
  const isClosed = kind === 'rectangle' || kind === 'freehand';
  const places = points.map((point) => inPatient(plane, point));
  return coordinates3d(relationship, concept, isClosed ? 'POLYGON' : type, places, plane.frameOfReference);
}

interface ReportPlaces {
  readonly placeOf: PlaceOf;
  /** That it belongs to. */
  readonly study: string;
}

/** Undefined of groups that say something else than we can draw. */
export function measurementIn(group: Dataset, { placeOf, study }: ReportPlaces): Measurement | undefined {
  const items = itemsOf(group);
  const numbers = items.filter((item) => item.string(tags.ValueType) === 'NUM');
  const coordinates = [...items, ...numbers.flatMap(itemsOf)].find(hasCoordinates);
  const uid = said(items, codes.trackingUid);
  const place = coordinates && placeIn(items, coordinates, { placeOf, study });
  if (!place || uid === undefined) return undefined;
  const values = numbers.flatMap(valueIn);
  const points = 'plane' in place ? pointsInPlane(coordinates, place.plane) : pointsIn(coordinates);
  const shape = shapeIn(coordinates.string(graphic.GraphicType), points, numbers.map(conceptIn), values);
  const source = spacingSources.find((each) => each === said(items, codes.method));
  return shape && { uid, values, source, ...shape, ...place, text: said(items, codes.comment) ?? '' };
}

const hasCoordinates = (item: Dataset): boolean =>
  ['SCOORD', 'SCOORD3D'].includes(item.string(tags.ValueType) ?? '');

function placeIn(
  items: readonly Dataset[],
  coordinates: Dataset,
  { placeOf, study }: ReportPlaces,
): Where | undefined {
  if (coordinates.string(tags.ValueType) === 'SCOORD3D') {
    const plane = planeIn(items, coordinates, study);
    return plane && { plane };
  }
  const image = imageIn(coordinates, placeOf);
  return image && { image };
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

function pointsIn(place: Dataset): Point[] {
  const numbers = place.numbers(graphic.GraphicData);
  return Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[i * 2]!, numbers[i * 2 + 1]!]);
}
