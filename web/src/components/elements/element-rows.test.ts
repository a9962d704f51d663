import { expect, it } from 'vitest';
import type { JsonDataset } from '../../../../src/dicom/index.ts';
import { elementRows, matchingRows, maximumRows } from './element-rows.ts';

const dataset: JsonDataset = {
  '00080060': { vr: 'CS', Value: ['CT'] },
  '00081140': { vr: 'SQ', Value: [{ '00081160': { vr: 'IS', Value: ['123'] } }, {}] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }] },
  '00180050': { vr: 'DS', Value: [1.5] },
  '00290010': { vr: 'LO', Value: ['SIEMENS CSA HEADER'] },
  '00291010': { vr: 'OB', InlineBinary: 'AAAA' },
  '00291099': { vr: 'LO', Value: ['a', null, 'b'] },
  '00311001': { vr: 'UN' },
};

it('elements are lines with their names, those of items further in', () => {
  const lines = elementRows(dataset).map(({ depth, tag, name, vr, value }) =>
    [' '.repeat(depth), tag, name, vr, value].join('|'),
  );
  expect(lines).toEqual([
    '|(0008,0060)|Modality|CS|CT',
    '|(0008,1140)|Referenced Image Sequence|SQ|',
    ' ||1||',
    '  |(0008,1160)|Referenced Frame Number|IS|123',
    ' ||2||',
    "|(0010,0010)|Patient's Name|PN|Yamada^Tarou=山田^太郎",
    '|(0018,0050)|Slice Thickness|DS|1.5',
    '|(0029,0010)||LO|SIEMENS CSA HEADER',
    '|(0029,1010)|CSA Image Header Info|OB|…',
    '|(0029,1099)|SIEMENS CSA HEADER|LO|a\\\\b',
    '|(0031,1001)||UN|',
  ]);
});

it('a line is found by tag, name, keyword or value, and its sequence stays around it', () => {
  const rows = elementRows(dataset);
  const found = (words: string) => matchingRows(rows, words).map(({ tag, name }) => tag || name);
  expect(found('slice thick')).toEqual(['(0018,0050)']);
  expect(found('SliceThickness')).toEqual(['(0018,0050)']);
  expect(found('00180050')).toEqual(['(0018,0050)']);
  expect(found('123')).toEqual(['(0008,1140)', '1', '(0008,1160)']);
  expect(found('太郎')).toEqual(['(0010,0010)']);
  expect(found('nothing')).toEqual([]);
  expect(found(' ')).toHaveLength(rows.length);
});

it('has an end', () => {
  const frames = Array.from({ length: maximumRows }, () => ({ '00209157': { vr: 'UL', Value: [1] } }));
  expect(elementRows({ '52009230': { vr: 'SQ', Value: frames } })).toHaveLength(maximumRows);
});
