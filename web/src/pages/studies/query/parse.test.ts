import { describe, expect, it } from 'vitest';
import { parseTerms, withoutTerm } from './parse.ts';
import { studyQuery } from './request.ts';

/** A Wednesday. */
const today = new Date(2026, 10, 25, 14, 30);
const matchOf = (words: string) => studyQuery(parseTerms(words, today)).match;

describe('dates', () => {
  it.each([
    ['2019', '20190101-20191231'],
    ['2019-03', '20190301-20190331'],
    ['2019-02-28', '20190228'],
    ['20190228', '20190228'],
    ['28.2.2019', '20190228'],
    ['02/2019', '20190201-20190228'],
    ['2019-03..2020', '20190301-20201231'],
    ['2019..', '20190101-'],
    ['..2019', '-20191231'],
    ['2018-2020', '20180101-20201231'],
    ['today', '20261125'],
    ['gestern', '20261124'],
    ['last year', '20250101-20251231'],
    ['Letztes Jahr', '20250101-20251231'],
    ['dieses Jahr', '20260101-20261231'],
    ['last month', '20261001-20261031'],
    ['letzte Woche', '20261116-20261122'],
    ['this week', '20261123-20261129'],
    ['last 7 days', '20261118-20261125'],
    ['letzten 6 Monate', '20260525-20261125'],
    ['since 2019', '20190101-'],
    ['vor 2019', '-20181231'],
    ['bis März 2019', '-20190331'],
    ['after 2019-03', '20190401-'],
    ['seit 3. März 2019', '20190303-'],
    ['dec 2020', '20201201-20201231'],
    ['datum:2019', '20190101-20191231'],
    ['date:"last year"', '20250101-20251231'],
    ['2019 2019-03..', '20190301-20191231'],
  ])('%s is %s', (words, days) => {
    expect(matchOf(words)).toEqual({ StudyDate: days });
  });

  it.each(['2019-02-30', '20191340', '2019-13', '0815', 'last', 'may', '1.2', '..'])(
    '%s is none',
    (words) => {
      expect(matchOf(words)).toEqual({});
    },
  );
});

describe('words of the field', () => {
  it.each<[string, Record<string, string>]>([
    ['ct', { ModalitiesInStudy: 'CT' }],
    ['MRT', { ModalitiesInStudy: 'MR' }],
    ['Röntgen', { ModalitiesInStudy: 'CR\\DX\\RG' }],
    ['ct mr', { ModalitiesInStudy: 'CT\\MR' }],
    ['modality:sr', { ModalitiesInStudy: 'SR' }],
    ['name:Müller', { PatientName: 'Müller*' }],
    ['name:"Müller, Anna"', { PatientName: 'Müller^Anna*' }],
    ['name:Müller name:Anna', { PatientName: 'Müller*^Anna*' }],
    ['Zuweiser:Weber', { ReferringPhysicianName: 'Weber*' }],
    ['id:P-1', { PatientID: 'P-1*' }],
    ['description:knie', { StudyDescription: '*knie*' }],
    ['description:mrt description:knie', { StudyDescription: '*mrt*knie*' }],
    ['description:mrt*', { StudyDescription: 'mrt*' }],
    ['Körperteil:Knie', { BodyPartExamined: 'KNEE' }],
    ['bodypart:toe', { BodyPartExamined: 'TOE' }],
    ['thickness<1.5', { SliceThickness: '..1.5' }],
    ['Schichtdicke<=1,5', { SliceThickness: '..1.5' }],
    ['tr>=2000', { RepetitionTime: '2000..' }],
    ['TE:..30', { EchoTime: '..30' }],
    ['kernel:B30f', { ConvolutionKernel: 'B30f' }],
    ['PixelSpacing:0.5', { PixelSpacing: '0.5' }],
    ['1.2.840.113619.2.55.3', { StudyInstanceUID: '1.2.840.113619.2.55.3' }],
    [
      'ct last year thickness<1',
      { StudyDate: '20250101-20251231', ModalitiesInStudy: 'CT', SliceThickness: '..1' },
    ],
  ])('%s asks for %j', (words, match) => {
    expect(matchOf(words)).toEqual(match);
  });

  it('are labels, with a value or without', () => {
    expect(studyQuery(parseTerms('label:teaching Etikett:trial=7', today)).labels).toEqual([
      { name: 'teaching' },
      { name: 'trial', value: '7' },
    ]);
  });
});

it('what only the archive can tell stays a word, and quotes keep words together', () => {
  expect(parseTerms('Müller "last year" knie: 10:30 "', today)).toEqual([
    { kind: 'word', word: 'Müller', text: 'Müller' },
    { kind: 'word', word: 'last year', text: '"last year"' },
    { kind: 'word', word: 'knie:', text: 'knie:' },
    { kind: 'word', word: '10:30', text: '10:30' },
  ]);
});

it('a term is taken out, or another put in its place, and the rest stays as it was typed', () => {
  const terms = parseTerms('Müller  letztes Jahr ct', today);
  expect(withoutTerm(terms, terms[1]!)).toBe('Müller ct');
  expect(withoutTerm(terms, terms[0]!, 'description:Müller')).toBe('description:Müller letztes Jahr ct');
});

it('whatever is typed is understood somehow, and not more of it than there is time for', () => {
  expect(parseTerms('', today)).toEqual([]);
  expect(parseTerms('"', today)).toEqual([]);
  expect(parseTerms('a '.repeat(10_000), today)).toHaveLength(32);
});
