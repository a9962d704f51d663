import { expect, test } from 'vitest';
import { tags } from '../../dicom/index.ts';
import { checkKeys, identifiersOf, keysOn } from './scheduled-keys.ts';

test.each([
  ['today', '20260301'],
  ['yesterday', '20260228'],
  ['Last 3 days', '20260226-20260228'],
  ['2026-02-01', '20260201'],
  ['20260101-20260131', '20260101-20260131'],
])('%s is a date of the day', (word, date) => {
  expect(keysOn('2026-03-01', { StudyDate: [word] })).toEqual({ StudyDate: [date] });
});

test('words for days are words where no date is asked for', () => {
  expect(keysOn('2026-03-01', { StudyDescription: ['today'] })).toEqual({ StudyDescription: ['today'] });
});

test('several values are several questions', () => {
  const keys = { ModalitiesInStudy: ['CT', 'MR'], PatientID: ['A', 'B'] };
  const asked = identifiersOf(keys, ['StudyInstanceUID']).map((identifier) => [
    identifier.string(tags.ModalitiesInStudy),
    identifier.string(tags.PatientID),
    identifier.get(tags.StudyInstanceUID) !== undefined,
  ]);
  expect(asked).toEqual([
    ['CT', 'A', true],
    ['CT', 'B', true],
    ['MR', 'A', true],
    ['MR', 'B', true],
  ]);
});

test('unknown elements and too many questions are told', () => {
  expect(() => checkKeys({ Modalty: ['CT'] })).toThrow(expect.objectContaining({ code: 'query/bad' }));
  const many = Array.from({ length: 9 }, (_, index) => String(index));
  expect(() => checkKeys({ PatientID: many, AccessionNumber: many })).toThrow(
    expect.objectContaining({ code: 'schedule/bad' }),
  );
});
