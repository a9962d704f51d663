/** The key images of a study as a key object selection: PS3.3 A.35.4, PS3.16 TID 2010. Pure. */
import { type Dataset, tags } from '../../../../../src/dicom/index.ts';
import type { ImageReference } from '../measurement.ts';
import { codes } from './codes.ts';
import { container, image } from './content-items.ts';
import { type DocumentStart, documentFile, evidenceOf } from './document.ts';
import { referenceIn } from './measurement-items.ts';
import { conceptIn, itemsOf, placesIn } from './reading.ts';

/** Key Object Selection Document Storage. */
const keyObjectsSopClass = '1.2.840.10008.5.1.4.1.1.88.59';
export const keyObjectsSeries = {
  description: 'Isocenter key images',
  modality: 'KO',
  number: 9_002,
} as const;

/** A Part 10 file. */
export function keyObjectsFile(images: readonly ImageReference[], start: DocumentStart): Uint8Array {
  const { RelationshipType: _, ...root } = container(
    codes.ofInterest,
    '2010',
    images.map((each) => image('CONTAINS', each)),
  );
  return documentFile(start, {
    ...{ SOPClassUID: keyObjectsSopClass, Modality: keyObjectsSeries.modality },
    ...{ SeriesDescription: keyObjectsSeries.description, SeriesNumber: keyObjectsSeries.number },
    CurrentRequestedProcedureEvidenceSequence: evidenceOf(images),
    ...root,
  });
}

export const isKeyObjects = (document: Dataset): boolean => conceptIn(document) === codes.ofInterest[0];

export function keyImagesIn(document: Dataset): ImageReference[] {
  const placeOf = placesIn(document);
  return itemsOf(document)
    .filter((item) => item.string(tags.ValueType) === 'IMAGE')
    .flatMap((item) => referenceIn(item, placeOf) ?? []);
}
