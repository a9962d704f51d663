import { expect, test } from 'vitest';
import { emptySearch, keysOf } from './search-fields.ts';

test.each([
  [{}, {}],
  [{ name: ' Muster, Erika ' }, { PatientName: 'Muster^Erika*' }],
  [{ name: '*ster' }, { PatientName: '*ster' }],
  [{ patientId: 'P 7 ' }, { PatientID: 'P 7' }],
  [{ from: '2026-03-09' }, { StudyDate: '20260309-' }],
  [{ to: '2026-03-09' }, { StudyDate: '-20260309' }],
  [{ from: '2026-03-09', to: '2026-03-09' }, { StudyDate: '20260309' }],
  [
    { from: '2026-03-09', to: '2026-03-11', modality: 'MR' },
    { StudyDate: '20260309-20260311', ModalitiesInStudy: 'MR' },
  ],
])('%j is asked for as %j', (fields, keys) => {
  expect(keysOf({ ...emptySearch, ...fields })).toEqual(keys);
});
