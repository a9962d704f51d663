import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type ControlApi,
  type FindRow,
  findRequest,
  type HistoryStudy,
  type peopleRoutes,
  type RequestFor,
  type Scope,
  type ScopeRule,
  type Somebody,
} from '../../contract/index.ts';
import { listed } from './files.ts';
import { findRows } from './find.ts';

/** What one person has had; more is told of. */
const MAXIMUM_STUDIES = 2_000;
const MAXIMUM_SERIES = 10_000;
const MAXIMUM_FILES = 1_000;

/** Everybody whose images are kept, and their history. */
export function peopleOperations(archive: Archive): Pick<ControlApi, keyof typeof peopleRoutes> {
  return {
    async peopleList({ search, where, limit, offset }, { actor, scope }) {
      const words = search.split(/[\s,^]+/).filter((word) => word !== '');
      const isBeginning = where === 'beginning';
      const found = await archive.people(actor, scope, { words, isBeginning, limit: limit + 1, offset });
      return { people: found.slice(0, limit).map(plain), more: found.length > limit };
    },
    async peopleAlike({ limit }, { actor, scope }) {
      const groups = await archive.likelySamePeople(actor, scope, limit);
      return { groups: groups.map((group) => group.map(plain)) };
    },
    async peopleDifferent({ people, areDifferent }, { actor, scope }) {
      await archive.tellApart(actor, scope, { people, areDifferent });
      return { areDifferent };
    },
    async studyPerson({ study }, { actor, scope }) {
      return plain(await archive.personOfStudy(actor, scope, study));
    },
    history: (request, context) => historyOf(archive, request, context),
  };
}

type Listed = Awaited<ReturnType<Archive['people']>>[number];
const plain = ({ patients, ...somebody }: Listed): Somebody => ({ ...somebody, patients: [...patients] });

async function historyOf(
  archive: Archive,
  { person, patientKey }: RequestFor<'history'>,
  context: CallContext,
) {
  if ((person === undefined) === (patientKey === undefined))
    throw new IsocenterError('input/invalid', { reason: 'Say either person or patientKey.' });
  const { actor, scope } = context;
  const [key] =
    patientKey === undefined ? (await archive.person(actor, scope, person!)).patientKeys : [patientKey];
  const [somebody] = key === undefined ? [] : await archive.peopleOf(actor, scope, [key]);
  if (!somebody) throw new IsocenterError('archive/not-found', { what: 'patient' });
  const theirs = within(scope, rulesFor(somebody));
  const studies = await findRows(archive, studiesAsked, { ...context, scope: theirs });
  const series = await findRows(archive, seriesAsked, { ...context, scope: theirs });
  const seriesOf = Map.groupBy(series.rows, (row) => String(row.StudyInstanceUID));
  const files = await archive.files(actor, theirs, { limit: MAXIMUM_FILES });
  const keys = somebody.patients.map(({ patientKey }) => patientKey);
  return {
    somebody: plain(somebody),
    studies: studies.rows.map((row) => studyOf(row, seriesOf)).sort(byTime),
    elsewhere: await archive.elsewhereStudiesOf(actor, scope, keys),
    files: files.map(listed),
    more: studies.more || series.more,
  };
}

const studiesAsked = findRequest.parse({ level: 'study', include: ['StudyTime'], limit: MAXIMUM_STUDIES });
const seriesAsked = findRequest.parse({
  ...{ level: 'series', include: ['BodyPartExamined', 'InstitutionName'], limit: MAXIMUM_SERIES },
});

const rulesFor = ({ personUid, patients }: Listed): ScopeRule[] =>
  personUid === null
    ? patients.map(({ patientKey }): ScopeRule => ({ patientKey }))
    : [{ person: personUid }];

/** Of what somebody may see, what rules cover. */
function within(scope: Scope, rules: readonly ScopeRule[]): Scope {
  const theirs: Scope = { kind: 'rules', rules };
  return scope.kind === 'everything' ? theirs : { kind: 'all-of', scopes: [scope, theirs] };
}

function studyOf(row: FindRow, seriesOf: ReadonlyMap<string, readonly FindRow[]>): HistoryStudy {
  const studyInstanceUid = String(row.StudyInstanceUID);
  const series = seriesOf.get(studyInstanceUid) ?? [];
  const told = (keyword: string) => [...new Set(series.flatMap((one) => valuesOf(one, keyword)))];
  return {
    studyInstanceUid,
    studyDate: valuesOf(row, 'StudyDate')[0] ?? null,
    studyTime: valuesOf(row, 'StudyTime')[0] ?? null,
    description: valuesOf(row, 'StudyDescription')[0] ?? null,
    modalities: valuesOf(row, 'ModalitiesInStudy'),
    bodyParts: told('BodyPartExamined'),
    institutions: told('InstitutionName'),
    seriesCount: Number(row.NumberOfStudyRelatedSeries ?? 0),
    instanceCount: Number(row.NumberOfStudyRelatedInstances ?? 0),
  };
}

const valuesOf = (row: FindRow, keyword: string): string[] =>
  [row[keyword] ?? []]
    .flat()
    .map(String)
    .filter((value) => value !== '');

function byTime(a: HistoryStudy, b: HistoryStudy): number {
  const time = ({ studyDate, studyTime }: HistoryStudy) => `${studyDate ?? '9'}${studyTime ?? ''}`;
  return time(a) < time(b) ? -1 : Number(time(a) > time(b));
}
