/** Content items of structured reports, to be written: PS3.3 C.17.3. */
import type { PlainDataset } from '../../../../../src/dicom/index.ts';
import type { Vector } from '../../engine/orientation.ts';
import type { ImageReference, Point } from '../measurement.ts';
import { type Code, coded } from './codes.ts';

type Relationship =
  | 'CONTAINS'
  | 'HAS ACQ CONTEXT'
  | 'HAS OBS CONTEXT'
  | 'HAS CONCEPT MOD'
  | 'INFERRED FROM'
  | 'SELECTED FROM';

const item = (
  relationship: Relationship,
  type: string,
  concept: Code | undefined,
  more: PlainDataset,
  content: readonly PlainDataset[] = [],
): PlainDataset => ({
  RelationshipType: relationship,
  ValueType: type,
  ...(concept && { ConceptNameCodeSequence: [coded(concept)] }),
  ...more,
  ...(content.length > 0 && { ContentSequence: content }),
});

/** @param template number of the one in PS3.16 that it follows */
export const container = (
  concept: Code,
  template: string,
  content: readonly PlainDataset[],
): PlainDataset => ({
  ...item('CONTAINS', 'CONTAINER', concept, { ContinuityOfContent: 'SEPARATE' }, content),
  ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }],
});

export const text = (relationship: Relationship, concept: Code, value: string): PlainDataset =>
  item(relationship, 'TEXT', concept, { TextValue: value });

export const uidReference = (relationship: Relationship, concept: Code, uid: string): PlainDataset =>
  item(relationship, 'UIDREF', concept, { UID: uid });

export const personName = (relationship: Relationship, concept: Code, name: string): PlainDataset =>
  item(relationship, 'PNAME', concept, { PersonName: name });

export const code = (relationship: Relationship, concept: Code, value: Code): PlainDataset =>
  item(relationship, 'CODE', concept, { ConceptCodeSequence: [coded(value)] });

/** @param unit UCUM */
export const number = (
  concept: Code,
  value: number,
  unit: Code,
  content: readonly PlainDataset[],
): PlainDataset =>
  item(
    'CONTAINS',
    'NUM',
    concept,
    {
      MeasuredValueSequence: [
        {
          MeasurementUnitsCodeSequence: [coded(unit)],
          ...{ FloatingPointValue: value, NumericValue: decimal(value) },
        },
      ],
    },
    content,
  );

/** Of a DS, characters (PS3.5 6.2); the exact value stands beside it. */
const MAX_DECIMAL = 16;

function decimal(value: number): string {
  for (let digits = 15; digits > 0; digits--) {
    const written = String(Number(value.toPrecision(digits)));
    if (written.length <= MAX_DECIMAL) return written;
  }
  return '0';
}

export const coordinates = (
  relationship: Relationship,
  concept: Code | undefined,
  type: 'POINT' | 'POLYLINE' | 'ELLIPSE',
  points: readonly Point[],
  of: ImageReference,
): PlainDataset =>
  item(relationship, 'SCOORD', concept, { GraphicType: type, GraphicData: points.flat() }, [
    image('SELECTED FROM', of),
  ]);

/** PS3.3 C.18.9. @param points millimetres of the patient */
export const coordinates3d = (
  relationship: Relationship,
  concept: Code | undefined,
  type: 'POINT' | 'POLYLINE' | 'POLYGON' | 'ELLIPSE',
  points: readonly Vector[],
  frameOfReference: string,
): PlainDataset =>
  item(relationship, 'SCOORD3D', concept, {
    ...{ GraphicType: type, GraphicData: points.flat(), ReferencedFrameOfReferenceUID: frameOfReference },
  });

/** A frame is named where there are several; the first of an instance with one needs no name. */
export const image = (
  relationship: Relationship,
  { sopClassUid, sopInstanceUid, frame }: ImageReference,
): PlainDataset =>
  item(relationship, 'IMAGE', undefined, {
    ReferencedSOPSequence: [
      {
        ...{ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid },
        ...(frame > 1 && { ReferencedFrameNumber: String(frame) }),
      },
    ],
  });
