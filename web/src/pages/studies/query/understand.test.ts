import { describe, expect, it } from 'vitest';
import { parseTerms } from './parse.ts';
import { studyQuery } from './request.ts';
import { likeliest, understood } from './understand.ts';

/** Elements as an archive of three studies has them, matched as it does: `*` stands for anything, case does not count. */
const studies = [
  {
    PatientName: 'Müller^Anna',
    PatientID: 'P1',
    StudyDescription: 'MRT Knie rechts',
    BodyPartExamined: 'KNEE',
  },
  { PatientName: 'Knief^Bernd', PatientID: '4711', StudyDescription: 'CT Thorax', BodyPartExamined: 'CHEST' },
  { PatientName: 'Anna^Otto', PatientID: 'P3', InstitutionName: 'Praxis am Markt' },
] as const satisfies readonly Record<string, string>[];

const asked: string[] = [];
async function hasSome({ match }: { match: Readonly<Record<string, string>> }): Promise<boolean> {
  asked.push(JSON.stringify(match));
  return studies.some((study: Readonly<Record<string, string>>) =>
    Object.entries(match).every(([keyword, pattern]) => {
      const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
      return new RegExp(`^${parts.join('.*')}$`, 'i').test(study[keyword] ?? '');
    }),
  );
}

const matchOf = async (words: string) =>
  studyQuery(await understood(parseTerms(words, new Date(2026, 0, 1)), hasSome)).match;

describe('a word that only the archive can tell', () => {
  it.each<[string, Record<string, string>]>([
    ['müll', { PatientName: 'müll*' }],
    ['knie', { StudyDescription: '*knie*' }],
    ['knief', { PatientName: 'knief*' }],
    ['description:knie', { StudyDescription: '*knie*' }],
    ['4711', { PatientID: '4711' }],
    ['thorax', { StudyDescription: '*thorax*' }],
    ['knee', { BodyPartExamined: 'KNEE' }],
    ['bernd', { PatientName: '*^bernd*' }],
    ['markt', { InstitutionName: '*markt*' }],
    ['nobody', { PatientName: 'nobody*' }],
    ['*rechts', { StudyDescription: '*rechts' }],
    ['Müller Anna', { PatientName: 'Müller*^Anna*' }],
    ['anna müll', { PatientName: 'müll*^anna*' }],
    ['bernd otto', { PatientName: '*^bernd*^otto*' }],
    ['thorax rechts', { StudyDescription: '*thorax*rechts*' }],
    [
      'ct thorax 2020',
      { ModalitiesInStudy: 'CT', StudyDescription: '*thorax*', StudyDate: '20200101-20201231' },
    ],
  ])('%s is taken for %j', async (words, match) => {
    expect(await matchOf(words)).toEqual(match);
  });

  it.each([
    ['müll', { PatientName: 'müll*' }],
    ['knie', { StudyDescription: '*knie*' }],
    ['*rechts', { StudyDescription: '*rechts' }],
    ['4711', { PatientID: '4711' }],
    ['ct müll', { ModalitiesInStudy: 'CT', PatientName: 'müll*' }],
  ])('of %s is most likely %j, without asking', (words, match) => {
    expect(studyQuery(likeliest(parseTerms(words, new Date(2026, 0, 1)))).match).toEqual(match);
  });

  it('is asked for only where there is one', async () => {
    asked.length = 0;
    await matchOf('ct 2020 name:Müller');
    expect(asked).toEqual([]);
  });
});
