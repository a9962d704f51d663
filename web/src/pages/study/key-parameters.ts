/** What a series was made with, in a line: what tells protocols apart at a glance. */
import type { JsonDataset, JsonValue } from '../../../../src/dicom/index.ts';
import { decimal } from '../../format/numbers.ts';

/** As DICOM JSON names them (PS3.18 F.2.2): the dictionary of all elements takes longer to load than the page. */
const tags = {
  ContrastBolusAgent: '00180010',
  SliceThickness: '00180050',
  KVP: '00180060',
  RepetitionTime: '00180080',
  EchoTime: '00180081',
  InversionTime: '00180082',
  MagneticFieldStrength: '00180087',
  XRayTubeCurrent: '00181151',
  ConvolutionKernel: '00181210',
  FlipAngle: '00181314',
  Rows: '00280010',
  Columns: '00280011',
  SharedFunctionalGroupsSequence: '52009229',
} as const;

/** Elements in their order, with what is written around their values. */
const parameters: readonly (readonly [tag: string, before: string, unit: string])[] = [
  [tags.Columns, '', ''],
  [tags.SliceThickness, '', ' mm'],
  [tags.ConvolutionKernel, '', ''],
  [tags.KVP, '', ' kV'],
  [tags.XRayTubeCurrent, '', ' mA'],
  [tags.MagneticFieldStrength, '', ' T'],
  [tags.RepetitionTime, 'TR ', ' ms'],
  [tags.EchoTime, 'TE ', ' ms'],
  [tags.InversionTime, 'TI ', ' ms'],
  [tags.FlipAngle, 'FA ', '°'],
  [tags.ContrastBolusAgent, '', ''],
];

export function keyParameters(dataset: JsonDataset): string[] {
  return parameters.flatMap(([tag, before, unit]) => {
    const value = valueIn(dataset, tag);
    if (value === undefined || value === '') return [];
    if (tag === tags.Columns) return [`${value} × ${valueIn(dataset, tags.Rows) ?? ''}`];
    return [`${before}${value}${unit}`];
  });
}

function valueIn(dataset: JsonDataset, tag: string): string | undefined {
  const [value] = dataset[tag]?.Value ?? inGroups(dataset, tag) ?? [];
  const number = typeof value === 'string' && /^-?[\d.]+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number === 'number') return decimal(number, 2);
  return typeof number === 'string' ? number : undefined;
}

/** Enhanced objects keep them in groups that all frames share (PS3.3 C.7.6.16). */
function inGroups(dataset: JsonDataset, tag: string): readonly JsonValue[] | undefined {
  for (const shared of itemsOf(dataset[tags.SharedFunctionalGroupsSequence]?.Value))
    for (const group of Object.values(shared))
      for (const item of itemsOf(group.Value)) if (item[tag]?.Value) return item[tag].Value;
  return undefined;
}

const itemsOf = (values: readonly JsonValue[] = []): JsonDataset[] =>
  values.filter((value): value is JsonDataset => typeof value === 'object' && value !== null);
