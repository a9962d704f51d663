/** What a series was made with, in a line: what tells protocols apart at a glance. */
import { hexTag, type JsonDataset, type JsonValue, tagOf } from '../../../../src/dicom/index.ts';
import { decimal } from '../../format/numbers.ts';

/** Elements in their order, with what is written around their values. */
const parameters: readonly (readonly [keyword: string, before: string, unit: string])[] = [
  ['Columns', '', ''],
  ['SliceThickness', '', ' mm'],
  ['ConvolutionKernel', '', ''],
  ['KVP', '', ' kV'],
  ['XRayTubeCurrent', '', ' mA'],
  ['MagneticFieldStrength', '', ' T'],
  ['RepetitionTime', 'TR ', ' ms'],
  ['EchoTime', 'TE ', ' ms'],
  ['InversionTime', 'TI ', ' ms'],
  ['FlipAngle', 'FA ', '°'],
  ['ContrastBolusAgent', '', ''],
];

/** Groups that enhanced objects keep them in (PS3.3 C.7.6.16): those that all frames share. */
const SHARED = '52009229';

export function keyParameters(dataset: JsonDataset): string[] {
  return parameters.flatMap(([keyword, before, unit]) => {
    const value = valueIn(dataset, keyword);
    if (value === undefined || value === '') return [];
    if (keyword === 'Columns') return [`${value} × ${valueIn(dataset, 'Rows') ?? ''}`];
    return [`${before}${value}${unit}`];
  });
}

function valueIn(dataset: JsonDataset, keyword: string): string | undefined {
  const hex = hexTag(tagOf(keyword) ?? 0);
  const [value] = dataset[hex]?.Value ?? inGroups(dataset, hex) ?? [];
  const number = typeof value === 'string' && /^-?[\d.]+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number === 'number') return decimal(number, 2);
  return typeof number === 'string' ? number : undefined;
}

function inGroups(dataset: JsonDataset, hex: string): readonly JsonValue[] | undefined {
  for (const shared of itemsOf(dataset[SHARED]?.Value))
    for (const group of Object.values(shared))
      for (const item of itemsOf(group.Value)) if (item[hex]?.Value) return item[hex].Value;
  return undefined;
}

const itemsOf = (values: readonly JsonValue[] = []): JsonDataset[] =>
  values.filter((value): value is JsonDataset => typeof value === 'object' && value !== null);
