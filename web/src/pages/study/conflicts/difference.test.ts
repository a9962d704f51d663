import { expect, it } from 'vitest';
import { differences } from './difference.ts';

it('shows what contents say differently, also what only one of them says', () => {
  const found = differences([
    { PatientName: 'A', Rows: 512, ImageType: ['ORIGINAL', 'PRIMARY'] },
    { PatientName: 'B', Rows: 512, ImageType: ['ORIGINAL', 'PRIMARY'], ImageComments: 'late' },
  ]);
  expect(found).toEqual([
    { keyword: 'ImageComments', values: ['', 'late'], isSame: false },
    { keyword: 'ImageType', values: ['ORIGINAL\\PRIMARY', 'ORIGINAL\\PRIMARY'], isSame: true },
    { keyword: 'PatientName', values: ['A', 'B'], isSame: false },
    { keyword: 'Rows', values: ['512', '512'], isSame: true },
  ]);
  expect(differences([])).toEqual([]);
});
