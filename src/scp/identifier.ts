import { IsocenterError } from '../base/index.ts';
import type { Level } from '../contract/index.ts';
import { type Dataset, parseDataset, tags } from '../dicom/index.ts';
import { type QueryRetrieveModel, queryRetrieveModel } from './contexts.ts';

/** What a query or retrieve request asks about. */
export interface Identifier {
  readonly model: QueryRetrieveModel;
  readonly level: Level;
  readonly dataset: Dataset;
}

/** Query/Retrieve Level (0008,0052). PS3.4 C.6.1.1.1 and C.6.2.1.1. */
const levels: Readonly<Record<string, Level>> = {
  PATIENT: 'patient',
  STUDY: 'study',
  SERIES: 'series',
  IMAGE: 'instance',
};

/** The level's name on the wire. */
export function levelName(level: Level): string {
  return Object.entries(levels).find(([, known]) => known === level)![0];
}

/** Reads an identifier. Throws `query/bad` when it names no level of its model. */
export function readIdentifier(
  { sopClassUid, transferSyntaxUid }: { sopClassUid: string; transferSyntaxUid: string },
  bytes: Uint8Array,
): Identifier {
  const model = queryRetrieveModel(sopClassUid);
  if (!model) throw new IsocenterError('query/bad', { reason: 'this is no query/retrieve model' });
  const dataset = parseDataset(bytes, transferSyntaxUid);
  const level = levels[dataset.string(tags.QueryRetrieveLevel) ?? ''];
  if (!level)
    throw new IsocenterError('query/bad', { reason: 'the query/retrieve level is missing or unknown' });
  if (level === 'patient' && model.root === 'study') {
    throw new IsocenterError('query/bad', { reason: 'the study root has no patient level' });
  }
  return { model, level, dataset };
}
