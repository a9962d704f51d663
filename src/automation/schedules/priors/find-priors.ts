import { IsocenterError } from '../../../base/index.ts';
import { Dataset, tags } from '../../../dicom/index.ts';
import type { NodeQueries, Nodes } from '../../../nodes/index.ts';
import type { Schedule } from '../schedule.ts';
import { identifiersOf, type ScheduledKeys } from '../scheduled-keys.ts';
import type { ListedPatient } from './listed-patients.ts';
import { type ListParts, patientsOn } from './patients-on.ts';

export interface PriorsParts extends ListParts {
  readonly nodes: Pick<Nodes, 'worklist' | 'queries'>;
  /** True once the time of the day is over: the search ends. */
  readonly isOver: () => boolean;
}

/** Studies of one patient that a node may name. */
const MAXIMUM_STUDIES = 5_000;

/**
 * Of each patient of the list the newest studies that fit, as the node answers them. A patient who cannot be asked about
 * is passed over. Throws what patientsOn throws, and what the node fails with for everybody.
 */
export async function* findPriors(
  parts: PriorsParts,
  {
    node,
    priors,
    listRoot,
  }: Pick<Schedule, 'node' | 'listRoot'> & { readonly priors: NonNullable<Schedule['priors']> },
  { day, keys }: { readonly day: string; readonly keys: ScheduledKeys },
  wanted: readonly string[],
): AsyncGenerator<Dataset, void, void> {
  const { passedOver, isOver } = parts;
  const patients = await patientsOn(parts, priors, listRoot, day);
  passedOver.total = patients.length;
  await using queries = parts.nodes.queries(node, parts.signal);
  for (const [index, patient] of patients.entries()) {
    try {
      let taken = 0;
      for (const study of await studiesOf(parts, queries, patient, keys, wanted)) {
        if (isOver()) return;
        if (taken === priors.atMost) break;
        if (!(await fits(parts, queries, study, priors))) continue;
        taken++;
        yield study;
      }
    } catch (error) {
      parts.signal.throwIfAborted();
      passedOver.add(index + 1, error);
    }
    if (isOver()) return;
  }
}

/** The newest first. Throws `schedule/issuers` when they may be other people's. */
async function studiesOf(
  { signal }: PriorsParts,
  queries: NodeQueries,
  { id, issuer }: ListedPatient,
  keys: ScheduledKeys,
  wanted: readonly string[],
): Promise<Dataset[]> {
  const found = new Map<string, Dataset>();
  const issuers = new Set<string>();
  const asked = { ...keys, PatientID: [id] };
  const told = [...wanted, 'IssuerOfPatientID', 'StudyInstanceUID', 'StudyDate', 'StudyTime'];
  for (const identifier of identifiersOf(asked, told)) {
    for await (const answer of queries.find('study', identifier)) {
      signal.throwIfAborted();
      // Some nodes find everything that begins like it.
      if (answer.string(tags.PatientID)?.trim() !== id) continue;
      // An ID is unique within its issuer alone (PS3.3 C.2.2); nodes need not say it.
      const said = answer.string(tags.IssuerOfPatientID)?.trim() ?? '';
      if (said !== '' && issuer !== '' && said !== issuer) continue;
      if (said !== '') issuers.add(said);
      found.set(answer.string(tags.StudyInstanceUID)?.trim() ?? '', answer);
      if (found.size > MAXIMUM_STUDIES)
        throw new IsocenterError('schedule/too-many', { limit: MAXIMUM_STUDIES });
    }
  }
  if (issuers.size > 1) throw new IsocenterError('schedule/issuers');
  return [...found.values()].sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
}

const timeOf = (study: Dataset): string =>
  `${study.string(tags.StudyDate) ?? ''} ${study.string(tags.StudyTime) ?? ''}`;

/** What series are, only they say for certain: studies need not (PS3.4 C.6.2.1.2). */
async function fits(
  { signal }: PriorsParts,
  queries: NodeQueries,
  study: Dataset,
  { modalities, bodyParts }: NonNullable<Schedule['priors']>,
): Promise<boolean> {
  signal.throwIfAborted();
  if (!modalities && !bodyParts) return true;
  const identifier = Dataset.of({
    StudyInstanceUID: study.string(tags.StudyInstanceUID)?.trim() ?? '',
    ...{ SeriesInstanceUID: '', Modality: '', BodyPartExamined: '' },
  });
  const series = await Array.fromAsync(queries.find('series', identifier));
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
