import { IsocenterError } from '../../../base/index.ts';
import { Dataset, tags } from '../../../dicom/index.ts';
import type { Nodes } from '../../../nodes/index.ts';
import type { Schedule } from '../schedule.ts';
import { identifiersOf, type ScheduledKeys } from '../scheduled-keys.ts';
import { type ListParts, patientsOn } from './patients-on.ts';

export interface PriorsParts extends ListParts {
  readonly nodes: Pick<Nodes, 'worklist' | 'find'>;
}

/** Studies of one patient that a node may name. */
const MAXIMUM_STUDIES = 5_000;

/** Of each patient of the list the newest studies that fit, as the node answers them. */
export async function* findPriors(
  parts: PriorsParts,
  { node, priors }: Pick<Schedule, 'node'> & { readonly priors: NonNullable<Schedule['priors']> },
  { day, keys }: { readonly day: string; readonly keys: ScheduledKeys },
  wanted: readonly string[],
): AsyncGenerator<Dataset, void, void> {
  for (const patientId of await patientsOn(parts, priors, day)) {
    let taken = 0;
    for (const study of await studiesOf(parts, node, patientId, keys, wanted)) {
      if (taken === priors.atMost) break;
      if (!(await fits(parts, node, study, priors))) continue;
      taken++;
      yield study;
    }
  }
}

/** The newest first. */
async function studiesOf(
  { nodes }: PriorsParts,
  node: string,
  patientId: string,
  keys: ScheduledKeys,
  wanted: readonly string[],
): Promise<Dataset[]> {
  const found = new Map<string, Dataset>();
  const asked = { ...keys, PatientID: [patientId] };
  for (const identifier of identifiersOf(asked, [...wanted, 'StudyInstanceUID', 'StudyDate', 'StudyTime'])) {
    for await (const answer of nodes.find(node, 'study', identifier)) {
      // Some nodes find everything that begins like it.
      if (answer.string(tags.PatientID)?.trim() !== patientId) continue;
      found.set(answer.string(tags.StudyInstanceUID)?.trim() ?? '', answer);
      if (found.size > MAXIMUM_STUDIES)
        throw new IsocenterError('schedule/too-many', { limit: MAXIMUM_STUDIES });
    }
  }
  return [...found.values()].sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
}

const timeOf = (study: Dataset): string =>
  `${study.string(tags.StudyDate) ?? ''} ${study.string(tags.StudyTime) ?? ''}`;

/** What series are, only they say for certain: studies need not (PS3.4 C.6.2.1.2). */
async function fits(
  { nodes }: PriorsParts,
  node: string,
  study: Dataset,
  { modalities, bodyParts }: NonNullable<Schedule['priors']>,
): Promise<boolean> {
  if (!modalities && !bodyParts) return true;
  const identifier = Dataset.of({
    StudyInstanceUID: study.string(tags.StudyInstanceUID)?.trim() ?? '',
    ...{ SeriesInstanceUID: '', Modality: '', BodyPartExamined: '' },
  });
  const series = await Array.fromAsync(nodes.find(node, 'series', identifier));
  return (
    hasOne(series, tags.Modality, modalities, false) && hasOne(series, tags.BodyPartExamined, bodyParts, true)
  );
}

function hasOne(
  series: readonly Dataset[],
  tag: (typeof tags)[keyof typeof tags],
  asked: readonly string[] | undefined,
  isUnsaidTaken: boolean,
): boolean {
  if (!asked) return true;
  const said = series.map((one) => one.string(tag)?.trim().toUpperCase() ?? '').filter((one) => one !== '');
  return said.length === 0 ? isUnsaidTaken : asked.some((one) => said.includes(one.toUpperCase()));
}
