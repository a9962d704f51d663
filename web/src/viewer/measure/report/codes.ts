/** Coded concepts of measurement reports: PS3.16 TID 1500, 1501, 1410, 300, 2010. */
import type { PlainDataset } from '../../../../../src/dicom/index.ts';
import type { Quantity } from '../measurement.ts';

/** Value, coding scheme, meaning. */
export type Code = readonly [value: string, scheme: string, meaning: string];

/** Of codes that no other scheme has: PS3.3 8.2. */
export const ownScheme = '99ISOCENTER';

export const codes = {
  measurementReport: ['126000', 'DCM', 'Imaging Measurement Report'],
  language: ['121049', 'DCM', 'Language of Content Item and Descendants'],
  english: ['en', 'RFC5646', 'English'],
  observerType: ['121005', 'DCM', 'Observer Type'],
  person: ['121006', 'DCM', 'Person'],
  observerName: ['121008', 'DCM', 'Person Observer Name'],
  procedureReported: ['121058', 'DCM', 'Procedure reported'],
  imagingProcedure: ['363679005', 'SCT', 'Imaging procedure'],
  measurements: ['126010', 'DCM', 'Imaging Measurements'],
  group: ['125007', 'DCM', 'Measurement Group'],
  trackingIdentifier: ['112039', 'DCM', 'Tracking Identifier'],
  trackingUid: ['112040', 'DCM', 'Tracking Unique Identifier'],
  region: ['111030', 'DCM', 'Image Region'],
  seriesUid: ['112002', 'DCM', 'Series Instance UID'],
  plane: ['plane', ownScheme, 'Plane of the measurement'],
  comment: ['121106', 'DCM', 'Comment'],
  derivation: ['121401', 'DCM', 'Derivation'],
  method: ['370129005', 'SCT', 'Measurement Method'],
  ofInterest: ['113000', 'DCM', 'Of Interest'],
} as const satisfies Record<string, Code>;

/** What is measured, by the quantity; Cobb angles and values of pixels have concepts of their own. */
const lengths = {
  length: ['410668003', 'SCT', 'Length'],
  angle: ['1483009', 'SCT', 'Angle'],
  area: ['42798000', 'SCT', 'Area'],
} as const satisfies Partial<Record<Quantity, Code>>;
export const cobbCode: Code = ['285285000', 'SCT', 'Cobb angle'];

/** How one number stands for many pixels. */
export const derivations = {
  mean: ['373098007', 'SCT', 'Mean'],
  deviation: ['386136009', 'SCT', 'Standard Deviation'],
  minimum: ['255605001', 'SCT', 'Minimum'],
  maximum: ['56851009', 'SCT', 'Maximum'],
} as const satisfies Partial<Record<Quantity, Code>>;

/** What the values of pixels are, by their unit. */
const pixelConcepts: Readonly<Record<string, Code>> = {
  "[hnsf'U]": ['112031', 'DCM', 'Attenuation Coefficient'],
  'g/ml{SUVbw}': ['126401', 'DCM', 'SUVbw'],
};
const anyPixel: Code = ['246205007', 'SCT', 'Quantity'];

export function conceptOf(quantity: Quantity, unit: string, isCobb: boolean): Code {
  if (isCobb) return cobbCode;
  return quantity in lengths ? lengths[quantity as keyof typeof lengths] : (pixelConcepts[unit] ?? anyPixel);
}

/** The quantity of a number: by its concept, and by how it was derived. */
export function quantityOf(concept: string, derivation: string | undefined): Quantity {
  const derived = Object.entries(derivations).find(([, [value]]) => value === derivation);
  if (derived) return derived[0] as Quantity;
  const length = Object.entries(lengths).find(([, [value]]) => value === concept);
  if (length) return length[0] as Quantity;
  return concept === cobbCode[0] ? 'angle' : 'value';
}

/** UCUM; its own words where they are none to read. */
const unitMeanings: Readonly<Record<string, string>> = {
  '1': 'no units',
  mm: 'millimeter',
  mm2: 'square millimeter',
  deg: 'degree',
  '{pixels}': 'pixels',
  '{pixels}2': 'square pixels',
  "[hnsf'U]": 'Hounsfield unit',
};

export const unitCode = (unit: string): Code => [unit, 'UCUM', unitMeanings[unit] ?? unit];

export const coded = ([CodeValue, CodingSchemeDesignator, CodeMeaning]: Code): PlainDataset => ({
  ...{ CodeValue, CodingSchemeDesignator, CodeMeaning },
});
