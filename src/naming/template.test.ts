import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Dataset, type PlainDataset } from '../dicom/index.ts';
import { formats } from './formats.ts';
import {
  type NameTemplateOptions,
  parseNameTemplate,
  safeSegment,
  sameNameKey,
  valueForNames,
} from './index.ts';

const values: PlainDataset = {
  PatientName: 'Müller^Änne^^Dr.',
  ReferringPhysicianName: 'SMITH^JOHN^A',
  StudyDate: '20240131',
  StudyTime: '142503.5',
  AcquisitionDateTime: '20240131142503.000000+0100',
  StudyDescription: 'Knie: links/rechts',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  SeriesNumber: '7',
  InstanceNumber: '12',
  SOPInstanceUID: '1.2.3',
  RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S-9' }, { ScheduledProcedureStepID: 'S-10' }],
};

function render(template: string, overrides: PlainDataset = {}, options: NameTemplateOptions = {}): string {
  const dataset = Dataset.of({ ...values, ...overrides });
  return parseNameTemplate(template, options)
    .render((path) => valueForNames(dataset, path))
    .join('/');
}

describe('a name template', () => {
  test.each([
    [
      '{PatientName}/{StudyDate:YYYY-MM-DD} {StudyDescription}/{SeriesNumber:03}/{InstanceNumber:05}.dcm',
      'Müller Änne Dr/2024-01-31 Knie_ links_rechts/007/00012.dcm',
    ],
    ['{StudyTime:hh.mm}', '14.25'],
    ['{AcquisitionDateTime:YYYYMMDD-hhmmss}', '20240131-142503'],
    ['{StudyDate:MM}', '01'],
    ['{PatientName:family:ascii:upper}', 'MULLER'],
    ['{PatientName:given}', 'Änne'],
    ['{ReferringPhysicianName:initials}', 'JAS'],
    ['{StudyDescription:max4:lower}', 'knie'],
    ['{ImageType:value3}', 'AXIAL'],
    ['{ImageType}', 'ORIGINAL_PRIMARY_AXIAL'],
    ['{RequestAttributesSequence.ScheduledProcedureStepID}', 'S-9'],
    ['{00200011:02}', '07'],
    ['{Modality|OT}/{StudyID|InstanceNumber:04}.dcm', 'OT/0012.dcm'],
    ['{StudyID:04|AccessionNumber|20240101}', '20240101'],
    ['{StudyDate:YYYY-MM-DD|never}', '2024-01-31'],
  ])('%s', (template, name) => expect(render(template)).toBe(name));

  test('reads private elements by their creator, wherever its block is', () => {
    const dataset = Dataset.of(values);
    const text = Dataset.of({ PatientComments: 'SCANNER 1' }).get(0x00104000)!;
    dataset.set(0x00190011, text.vr, 'ACME: 1');
    dataset.set(0x00191108, text.vr, 'spiral');
    const template = parseNameTemplate('{0019xx08[ACME: 1]:upper|none} {0019xx08[OTHER]|none}');
    expect(template.render((path) => valueForNames(dataset, path))).toEqual(['SPIRAL none']);
  });

  test('looks values up; one that is not in the table is not there', () => {
    const tables = { labs: { 'SMITH^JOHN^A': 'smith-lab' }, all: { '*': 'others' } };
    const name = '{ReferringPhysicianName:table=labs|unknown}';
    expect(render(name, {}, { tables })).toBe('smith-lab');
    expect(render(name, { ReferringPhysicianName: 'ELSE' }, { tables })).toBe('unknown');
    expect(render(name, { ReferringPhysicianName: '__proto__' }, { tables })).toBe('unknown');
    expect(render('{ReferringPhysicianName:table=all}', {}, { tables })).toBe('others');
  });

  test.each([
    'a//b',
    'a/{Patient',
    '{}/x',
    '{PatientNam}',
    '{PatientName:shout}',
    '{PatientName:table=nowhere}',
    '{PatientName.PatientID}',
    '{PatientName:099}',
    'x'.repeat(2000),
    `${'{PatientID}/'.repeat(30)}x`,
  ])('refuses %j', (template) => {
    expect(() => parseNameTemplate(template)).toThrow(/name/);
  });
});

test.each([
  ['../../etc', '_.._etc'],
  ['CON', 'CON_'],
  ['con.txt', 'con_.txt'],
  ['Lpt³ .x', 'Lpt³_ .x'],
  ['a\u0000b\u202e', 'a_b_'],
  ['  . ', '_'],
  ['half \ud83d', 'half \ufffd'],
  ['.hidden', 'hidden'],
])('makes %j safe', (name, safe) => {
  expect(safeSegment(name)).toBe(safe);
});

/** What somebody may send who wants to leave the folder, hide a name, or break the copy to another disk. */
const hostile = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '...',
    '/',
    '\\',
    '../'.repeat(40),
    'C:\\x',
    '~',
    '',
    ' ',
    '\u0000',
    'a\u0000.dcm',
  ),
  fc.constantFrom('CON', 'con.dcm', 'NUL .', 'COM¹', 'LPT9.x', 'aux', 'CLOCK$', 'conin$.a.b'),
  fc.constantFrom('name.', 'name ', 'name. . .', ' .name', 'a:b', 'a\nb', 'a\u2028b', '\ufeffa', '\uf022'),
  fc.constantFrom(
    '\u202egnp.exe',
    'a\u2066b',
    '👩‍👩‍👧‍👦'.repeat(40),
    '漢'.repeat(300),
    'e\u0301'.repeat(300),
  ),
  fc.constantFrom('Straße', 'STRASSE', 'İ', 'ı', '\u212a', 'ﬁ', '\ud800', '\udfff\ud800'),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

const everyFormat = formats.flatMap(({ example }) => example.split(', ')).map((one) => `{PatientID:${one}}`);
const templates = [
  ...everyFormat,
  '{PatientID}',
  '{PatientID|x}/{StudyID|y}/{PatientID}.dcm',
  'a {PatientID}.{StudyID} b',
  '{PatientID:table=t}.nii.gz',
].map((text) => parseNameTemplate(text, { tables: { t: { '*': '..' } } }));

test('10,000 hostile values through every template: each name stays below its folder and can be written anywhere', () => {
  const isSafe = (segment: string) =>
    segment !== '.' &&
    segment !== '..' &&
    segment.length > 0 &&
    Buffer.byteLength(segment) <= 120 &&
    segment.isWellFormed() &&
    segment === segment.normalize('NFC') &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    !/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(
      segment,
    ) &&
    !/^[ .]|[ .]$/.test(segment) &&
    !/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)\s*(\.|$)/i.test(segment);
  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      for (const template of templates) {
        const segments = template.render((path) => (path[0] === 'PatientID' ? one : other));
        expect(segments.filter((segment) => !isSafe(segment))).toEqual([]);
      }
    }),
    { numRuns: 10_000 },
  );
});

test('twins in case and writing are known for equal', () => {
  expect(sameNameKey('STUDIE é')).toBe(sameNameKey('studie e\u0301'));
});
