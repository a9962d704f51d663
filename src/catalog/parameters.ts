import {
  type Dataset,
  type ElementPath,
  type ElementReference,
  elementOf,
  followPath,
  tagOf,
} from '../dicom/index.ts';
import type { Who } from './change.ts';
import { insertRows, type Row, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { type KnownRows, seriesKey } from './ingest/known-rows.ts';
import { loadSeries, loadStudies } from './ingest/resolve-rows.ts';

/**
 * A typed fact about a series that people search by. `path` leads through sequences (their first item) to the
 * element; several paths are tried in order, because enhanced objects keep in functional groups what classic ones
 * keep at the top.
 */
export interface ParameterDefinition {
  /** Unique; what a search names. */
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** Unit of numbers, as in the standard: `mm`, `ms`, `kV`. */
  readonly unit?: string;
  /** Modalities to look in; all when absent. */
  readonly modalities?: readonly string[];
  readonly paths: readonly ElementPath[];
}

export interface SeriesParameter {
  readonly name: string;
  readonly number: number | null;
  readonly text: string | null;
}

/** Enhanced multi-frame objects: shared functional groups, then those of the first frame (PS3.3 C.7.6.16). */
const functionalGroups = ['SharedFunctionalGroupsSequence', 'PerFrameFunctionalGroupsSequence'];

const inGroups = (macro: string, keyword: string): readonly ElementReference[][] =>
  functionalGroups.map((sequence) => [sequence, macro, keyword]);

const number = (
  name: string,
  unit: string,
  modalities: string,
  ...keywords: string[]
): ParameterDefinition => ({
  name,
  kind: 'number',
  unit,
  ...limited(modalities),
  paths: keywords.map((keyword) => [keyword]),
});

const text = (name: string, modalities: string, ...keywords: string[]): ParameterDefinition => ({
  name,
  kind: 'text',
  ...limited(modalities),
  paths: keywords.map((keyword) => [keyword]),
});

const limited = (modalities: string): { modalities?: readonly string[] } =>
  modalities === '' ? {} : { modalities: modalities.split(' ') };

const also = (
  definition: ParameterDefinition,
  ...paths: readonly (readonly ElementReference[])[]
): ParameterDefinition => ({ ...definition, paths: [...definition.paths, ...paths] });

const RADIATION = 'CT PT CR DX MG XA RF RG IO PX';

/** What is kept of every series without being asked. Configuration can add more. */
export const defaultParameters: readonly ParameterDefinition[] = [
  also(
    number('SliceThickness', 'mm', '', 'SliceThickness'),
    ...inGroups('PixelMeasuresSequence', 'SliceThickness'),
  ),
  number('SpacingBetweenSlices', 'mm', '', 'SpacingBetweenSlices'),
  also(
    number('PixelSpacing', 'mm', '', 'PixelSpacing', 'ImagerPixelSpacing'),
    ...inGroups('PixelMeasuresSequence', 'PixelSpacing'),
  ),
  number('Rows', 'px', '', 'Rows'),
  number('Columns', 'px', '', 'Columns'),
  text('PatientPosition', '', 'PatientPosition'),
  text('ImageType', '', 'ImageType'),
  text('ContrastBolusAgent', '', 'ContrastBolusAgent'),
  text('ContrastBolusRoute', '', 'ContrastBolusRoute'),
  also(
    text('ConvolutionKernel', 'CT PT', 'ConvolutionKernel'),
    ...inGroups('CTReconstructionSequence', 'ConvolutionKernel'),
  ),
  also(number('KVP', 'kV', RADIATION, 'KVP'), ...inGroups('CTXRayDetailsSequence', 'KVP')),
  number('XRayTubeCurrent', 'mA', RADIATION, 'XRayTubeCurrent'),
  number('ExposureTime', 'ms', RADIATION, 'ExposureTime'),
  number('Exposure', 'mAs', RADIATION, 'Exposure'),
  number('CTDIvol', 'mGy', 'CT', 'CTDIvol'),
  number('SpiralPitchFactor', '', 'CT', 'SpiralPitchFactor'),
  number('ReconstructionDiameter', 'mm', 'CT PT MR', 'ReconstructionDiameter'),
  number('DataCollectionDiameter', 'mm', 'CT', 'DataCollectionDiameter'),
  number('SingleCollimationWidth', 'mm', 'CT', 'SingleCollimationWidth'),
  number('TotalCollimationWidth', 'mm', 'CT', 'TotalCollimationWidth'),
  text('FilterType', 'CT CR DX MG', 'FilterType', 'FilterMaterial'),
  number('EntranceDoseInmGy', 'mGy', 'CR DX MG', 'EntranceDoseInmGy'),
  number('OrganDose', 'dGy', 'MG', 'OrganDose'),
  number('CompressionForce', 'N', 'MG', 'CompressionForce'),
  number('BodyPartThickness', 'mm', 'MG DX CR', 'BodyPartThickness'),
  number('ImageAndFluoroscopyAreaDoseProduct', 'dGy*cm2', RADIATION, 'ImageAndFluoroscopyAreaDoseProduct'),
  text('ViewPosition', 'CR DX MG', 'ViewPosition'),
  also(
    number('RepetitionTime', 'ms', 'MR', 'RepetitionTime'),
    ...inGroups('MRTimingAndRelatedParametersSequence', 'RepetitionTime'),
  ),
  also(number('EchoTime', 'ms', 'MR', 'EchoTime'), ...inGroups('MREchoSequence', 'EffectiveEchoTime')),
  number('InversionTime', 'ms', 'MR', 'InversionTime'),
  also(
    number('FlipAngle', 'deg', 'MR', 'FlipAngle'),
    ...inGroups('MRTimingAndRelatedParametersSequence', 'FlipAngle'),
  ),
  number('EchoTrainLength', '', 'MR', 'EchoTrainLength'),
  number('MagneticFieldStrength', 'T', 'MR', 'MagneticFieldStrength'),
  number('ImagingFrequency', 'MHz', 'MR', 'ImagingFrequency'),
  number('NumberOfAverages', '', 'MR', 'NumberOfAverages'),
  number('PixelBandwidth', 'Hz/px', 'MR', 'PixelBandwidth'),
  also(
    number('DiffusionBValue', 's/mm2', 'MR', 'DiffusionBValue'),
    ...inGroups('MRDiffusionSequence', 'DiffusionBValue'),
  ),
  number('NumberOfTemporalPositions', '', 'MR', 'NumberOfTemporalPositions'),
  also(
    text('ReceiveCoilName', 'MR', 'ReceiveCoilName'),
    ...inGroups('MRReceiveCoilSequence', 'ReceiveCoilName'),
  ),
  text('TransmitCoilName', 'MR', 'TransmitCoilName'),
  text('SequenceName', 'MR', 'SequenceName', 'PulseSequenceName'),
  text('ScanningSequence', 'MR', 'ScanningSequence'),
  text('SequenceVariant', 'MR', 'SequenceVariant'),
  text('ScanOptions', 'MR CT', 'ScanOptions'),
  text('MRAcquisitionType', 'MR', 'MRAcquisitionType'),
  text('InPlanePhaseEncodingDirection', 'MR', 'InPlanePhaseEncodingDirection'),
  {
    name: 'Radiopharmaceutical',
    kind: 'text',
    modalities: ['PT', 'NM'],
    paths: [
      ['RadiopharmaceuticalInformationSequence', 'Radiopharmaceutical'],
      ['RadiopharmaceuticalInformationSequence', 'RadiopharmaceuticalCodeSequence', 'CodeMeaning'],
    ],
  },
  {
    name: 'RadionuclideTotalDose',
    kind: 'number',
    unit: 'Bq',
    modalities: ['PT', 'NM'],
    paths: [['RadiopharmaceuticalInformationSequence', 'RadionuclideTotalDose']],
  },
  {
    name: 'RadionuclideHalfLife',
    kind: 'number',
    unit: 's',
    modalities: ['PT', 'NM'],
    paths: [['RadiopharmaceuticalInformationSequence', 'RadionuclideHalfLife']],
  },
  text('Units', 'PT', 'Units'),
  text('DecayCorrection', 'PT', 'DecayCorrection'),
  text('AttenuationCorrectionMethod', 'PT', 'AttenuationCorrectionMethod'),
  text('ReconstructionMethod', 'PT', 'ReconstructionMethod'),
  number('ActualFrameDuration', 'ms', 'PT NM', 'ActualFrameDuration'),
  number('TransducerFrequency', 'kHz', 'US', 'TransducerFrequency'),
  text('TransducerType', 'US', 'TransducerType'),
  number('MechanicalIndex', '', 'US', 'MechanicalIndex'),
  number('FrameTime', 'ms', 'US XA RF IVUS', 'FrameTime'),
  number('PositionerPrimaryAngle', 'deg', 'XA', 'PositionerPrimaryAngle'),
  number('PositionerSecondaryAngle', 'deg', 'XA', 'PositionerSecondaryAngle'),
];

/** Characters of a text parameter that are kept. */
const MAXIMUM_TEXT = 256;

/** The parameters that a header has, in the order of the definitions. */
export function extractParameters(
  dataset: Dataset,
  modality: string | undefined,
  definitions: readonly ParameterDefinition[],
): SeriesParameter[] {
  const found: SeriesParameter[] = [];
  for (const definition of definitions) {
    if (definition.modalities && !definition.modalities.includes(modality ?? '')) continue;
    const value = firstValue(dataset, definition);
    if (value) found.push({ name: definition.name, ...value });
  }
  return found;
}

type ParameterValue = Pick<SeriesParameter, 'number' | 'text'>;

function firstValue(dataset: Dataset, { kind, paths }: ParameterDefinition): ParameterValue | undefined {
  for (const path of paths) {
    const value = valueAt(dataset, path, kind);
    if (value) return value;
  }
  return undefined;
}

function valueAt(
  dataset: Dataset,
  path: ElementPath,
  kind: ParameterDefinition['kind'],
): ParameterValue | undefined {
  const found = followPath(dataset, path);
  if (!found) return undefined;
  const { item, tag } = found;
  if (kind === 'number') {
    const value = item.number(tag);
    return value === undefined ? undefined : { number: value, text: null };
  }
  const value = item.strings(tag).join('\\').slice(0, MAXIMUM_TEXT).replaceAll('\0', '');
  return value === '' ? undefined : { number: null, text: value };
}

/** Whether a definition's keywords exist and its modalities, paths and name are not empty; else the problem. */
export function problemOfDefinition(definition: ParameterDefinition): string | undefined {
  if (definition.name === '') return 'a parameter needs a name';
  if (definition.paths.length === 0 || definition.paths.some((path) => path.length === 0)) {
    return `${definition.name} has no path`;
  }
  const unknown = definition.paths.flat().find((step) => typeof step === 'string' && !isKeyword(step));
  return unknown === undefined ? undefined : `${definition.name}: ${String(unknown)} is no keyword`;
}

function isKeyword(keyword: string): boolean {
  const tag = tagOf(keyword);
  return tag !== undefined && elementOf(tag) !== undefined;
}

const columns = ['series_row', 'name', 'number_value', 'text_value'];

export function* insertParameters(seriesRow: number, parameters: readonly SeriesParameter[]): Work<void> {
  const rows = parameters.map(({ name, number, text }): Row => [seriesRow, name, number, text]);
  yield* insertRows('series_parameter', columns, rows);
}

/** Replaces what is known of a series: for `rebuild --parameters`, after the list of parameters changed. */
export function* replaceParameters(
  known: KnownRows,
  identity: { readonly studyInstanceUid: string; readonly seriesInstanceUid: string },
  parameters: readonly SeriesParameter[],
  who: Who,
): Work<void> {
  yield* loadStudies(known, [identity.studyInstanceUid]);
  yield* loadSeries(known, [identity]);
  const study = known.studies.get(identity.studyInstanceUid);
  const series = study && known.series.get(seriesKey(study, identity.seriesInstanceUid));
  if (!series) return;
  yield* statement('DELETE FROM series_parameter WHERE series_row = ?', [series.id]);
  yield* insertParameters(series.id, parameters);
  const { studyInstanceUid, seriesInstanceUid } = identity;
  yield* appendEvents([{ ...who, kind: 'parameters.replaced', studyInstanceUid, seriesInstanceUid }]);
}
