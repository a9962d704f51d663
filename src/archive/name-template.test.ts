import { expect, test } from 'vitest';
import { defaultExportTemplate } from '../contract/index.ts';
import { parseNameTemplate, safeSegment } from './name-template.ts';

const values: Record<string, string> = {
  PatientName: 'Müller^Änne^^Dr.',
  StudyDate: '20240131',
  StudyDescription: 'Knie: links/rechts',
  SeriesNumber: '7',
  InstanceNumber: '12',
  SOPInstanceUID: '1.2.3',
};
const render = (template: string, overrides: Record<string, string> = {}) =>
  parseNameTemplate(template).render((keyword) => ({ ...values, ...overrides })[keyword] ?? '');

test('renders attributes, formats and fallbacks', () => {
  expect(
    render(
      '{PatientName}/{StudyDate:YYYY-MM-DD} {StudyDescription}/{SeriesNumber:03}/{InstanceNumber:05}.dcm',
    ),
  ).toBe('Müller Änne Dr/2024-01-31 Knie_ links_rechts/007/00012.dcm');
  expect(render('{Modality|OT}/{InstanceNumber|SOPInstanceUID}.dcm', { InstanceNumber: '' })).toBe(
    'OT/1.2.3.dcm',
  );
});

test('the default template always names a file', () => {
  const only = (wanted: string, text: string) =>
    parseNameTemplate(defaultExportTemplate).render((keyword) => (keyword === wanted ? text : ''));
  expect(only('SOPInstanceUID', '1.2.3')).toBe('unknown/no date/Modality/1.2.3.dcm');
});

test('lists the keywords it needs, keyword fallbacks included', () => {
  expect(parseNameTemplate('{PatientID}/{InstanceNumber|SOPInstanceUID}.dcm').keywords).toEqual([
    'PatientID',
    'InstanceNumber',
    'SOPInstanceUID',
  ]);
});

test.each([
  ['../../etc', '_.._etc'],
  ['CON', 'CON_'],
  ['a\u0000b\u202e', 'a_b_'],
  ['  . ', '_'],
])('makes %j safe', (name, safe) => {
  expect(safeSegment(name)).toBe(safe);
});

test('a name never outgrows what file systems take, counted in bytes', () => {
  expect(Buffer.byteLength(safeSegment('漢'.repeat(300), '.dcm'))).toBeLessThanOrEqual(120);
});

test.each(['a//b', 'a/{Patient', '{}/x', '{PatientNam}', 'x'.repeat(2000)])('refuses %j', (template) => {
  expect(() => parseNameTemplate(template)).toThrow(/template/);
});
