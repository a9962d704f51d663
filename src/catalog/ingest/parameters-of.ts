import { extractParameters, type ParameterDefinition, type SeriesParameter } from '../parameters.ts';
import type { Newcomer } from './resolve-rows.ts';

/** What a newcomer says of its series, beside the attributes. */
export const parametersOf = (
  { record, parameters }: Newcomer,
  definitions: readonly ParameterDefinition[],
): readonly SeriesParameter[] =>
  parameters ?? extractParameters(record.dataset, record.modality, definitions);
