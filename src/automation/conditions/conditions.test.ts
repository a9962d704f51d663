import { describe, expect, test } from 'vitest';
import { automationFile } from '../../contract/index.ts';
import { Dataset, stringsAt } from '../../dicom/index.ts';
import type { PlacedProblem } from '../problem.ts';
import { asksOf, compileCondition } from './compile-condition.ts';
import { imageFacts } from './facts.ts';

const dataset = Dataset.of({
  Modality: 'MR',
  ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND'],
  SeriesDescription: 't1_mprage SAG',
  EchoTime: '2.50',
  RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S9' }],
});
const facts = {
  values: (path: Parameters<typeof stringsAt>[1]) => stringsAt(dataset, path),
  labels: new Set(['trial']),
  senders: ['MR1'],
  receivers: ['ARCHIVE'],
  images: new Map<string, number>(),
};

function fits(condition: unknown): boolean | PlacedProblem[] {
  const { trees } = automationFile.parse({ trees: { t: { folder: '/x', names: 'x', if: condition } } });
  const problems: PlacedProblem[] = [];
  const predicate = compileCondition(trees.t!.if!, ['if'], (problem) => problems.push(problem));
  return problems.length > 0 ? problems : predicate(facts);
}

describe('a condition', () => {
  test.each([
    { Modality: 'MR' },
    { Modality: 'mr' },
    { Modality: ['CT', 'MR'] },
    { ImageType: 'PRIMARY' },
    { SeriesDescription: '*MPRAGE*' },
    { SeriesDescription: 't?_mprage sag' },
    { SeriesDescription: { matches: '(?i)MPRAGE' } },
    { EchoTime: 2.5 },
    { EchoTime: { atLeast: 2.5, below: 3 } },
    { 'RequestAttributesSequence.ScheduledProcedureStepID': 'S9' },
    { PatientID: { exists: false } },
    { not: { Modality: 'CT' } },
    { any: [{ Modality: 'CT' }, { label: 'trial' }] },
    { from: 'mr*', to: ['ARCHIVE', 'OTHER'] },
    { all: [{ Modality: 'MR' }, { label: ['x', 'trial'] }], EchoTime: { above: 1 } },
    {},
  ])('is true: %j', (condition) => expect(fits(condition)).toBe(true));

  test.each([
    { Modality: 'M' },
    { SeriesDescription: '?1' },
    { EchoTime: { above: 2.5 } },
    { PatientID: { below: 5 } },
    { PatientID: '*' },
    { label: 'other' },
    { from: ['CT1', 'CT2'] },
    { to: 'OTHER' },
    { not: { any: [{ Modality: 'MR' }] } },
    { Modality: 'MR', EchoTime: 3 },
  ])('is not true: %j', (condition) => expect(fits(condition)).toBe(false));

  test.each([
    [{ NumberOfStudyRelatedSeries: 2, NumberOfStudyRelatedInstances: { atLeast: 12 } }, true],
    [{ NumberOfSeriesRelatedInstances: { above: 9, below: 11 } }, true],
    [{ '00201209': 10 }, true],
    [{ NumberOfStudyRelatedInstances: { below: 12 } }, false],
    [{ not: { NumberOfSeriesRelatedInstances: { atLeast: 10 } } }, false],
    [{ 'RequestAttributesSequence.NumberOfSeriesRelatedInstances': { exists: true } }, false],
  ])('counts what is in the archive, whatever an image says: %j', (condition, isTrue) => {
    const { trees } = automationFile.parse({ trees: { t: { folder: '/x', names: 'x', if: condition } } });
    const image = Dataset.of({ SeriesInstanceUID: '1.2', NumberOfSeriesRelatedInstances: '99' });
    const images = new Map([
      ['1.2', 10],
      ['1.3', 2],
    ]);
    expect(asksOf(trees.t!.if).counts).toBe(
      !('RequestAttributesSequence.NumberOfSeriesRelatedInstances' in condition),
    );
    const predicate = compileCondition(trees.t!.if!, [], () => {});
    expect(predicate(imageFacts({ ...facts, images }, image))).toBe(isTrue);
  });

  test('says everything that is wrong with it, and where', () => {
    const problems = fits({ all: [{ Modalty: 'MR' }, { Modality: { matches: '(' } }] });
    expect(problems).toMatchObject([
      { place: ['if', 'all', 0, 'Modalty'] },
      { place: ['if', 'all', 1, 'Modality'] },
    ]);
  });

  test('an expression that would run away elsewhere does not', () => {
    expect(fits({ SeriesDescription: { matches: '(t+)+$' } })).toBe(false);
    const long = Dataset.of({ SeriesDescription: 't'.repeat(5_000) });
    const { trees } = automationFile.parse({
      trees: { t: { folder: '/x', names: 'x', if: { SeriesDescription: { matches: '^(t+)+x$' } } } },
    });
    const predicate = compileCondition(trees.t!.if!, [], () => {});
    expect(predicate({ ...facts, values: (path) => stringsAt(long, path) })).toBe(false);
  });
});
