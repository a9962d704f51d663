import { describe, expect, it } from 'vitest';
import { Dataset, type PlainDataset } from '../../dicom/index.ts';
import { extractParameters } from '../index.ts';
import { defaultParameters } from '../parameters.ts';
import { extractRecord, levelColumns, nameKeys } from './instance-record.ts';
import { patientKeyOf } from './patient-key.ts';

const identity = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
  SOPInstanceUID: '1.2.3',
  StudyInstanceUID: '1.2',
  SeriesInstanceUID: '1.2.1',
};
const record = (more: PlainDataset) =>
  extractRecord(Dataset.of({ ...identity, ...more }), '1.2.840.10008.1.2.1');

function column(level: 'patient' | 'study' | 'series' | 'instance', name: string, more: PlainDataset) {
  return record(more).values(level)[levelColumns[level].indexOf(name)];
}

describe('extractRecord', () => {
  it('reads the identity', () => {
    expect(record({})).toMatchObject({
      studyInstanceUid: '1.2',
      seriesInstanceUid: '1.2.1',
      sopInstanceUid: '1.2.3',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
    });
  });

  it.each([
    ['a missing UID', { StudyInstanceUID: '' }, 'ingest/missing-uid'],
    ['a path', { SOPInstanceUID: '../../etc' }, 'ingest/bad-uid'],
    ['more than 64 characters', { SeriesInstanceUID: `1.${'2'.repeat(64)}` }, 'ingest/bad-uid'],
  ])('refuses %s', (_, more, code) => {
    expect(() => record(more)).toThrow(expect.objectContaining({ code }));
  });

  it('folds names by component group', () => {
    const more = { PatientName: 'Müller^Jürgen^^^=山田^太郎' };
    expect(column('patient', 'patient_name_fold', more)).toBe('muller^jurgen');
    expect(column('patient', 'patient_name_ideographic', more)).toBe('山田^太郎');
    expect(column('patient', 'patient_name_phonetic', more)).toBeNull();
  });

  it('keeps what has no column as JSON, private and binary elements left out', () => {
    const more = {
      OtherPatientIDs: ['A', 'B'],
      PatientComments: '',
      ReferencedPatientSequence: [{ PatientID: 'X' }],
    };
    expect(JSON.parse(column('patient', 'extra', more) as string)).toEqual({
      '00101000': 'A\\B',
      '00081120': [{ '00100020': 'X' }],
    });
    expect(column('study', 'extra', {})).toBeNull();
  });

  it('takes numbers only where they are some', () => {
    expect(column('instance', 'instance_number', { InstanceNumber: '7' })).toBe(7);
    expect(column('instance', 'instance_number', { InstanceNumber: '7.5' })).toBeNull();
    expect(column('instance', 'rows', { Rows: 128 })).toBe(128);
  });

  it('reads dates of ACR-NEMA', () => {
    expect(column('study', 'study_date', { StudyDate: '1993.07.14' })).toBe('19930714');
  });
});

describe('extractParameters', () => {
  it('takes what the modality has', () => {
    const dataset = Dataset.of({ ...identity, EchoTime: '30', KVP: '120', SequenceName: '*tfl3d' });
    expect(extractParameters(dataset, 'MR', defaultParameters)).toEqual([
      { name: 'EchoTime', number: 30, text: null },
      { name: 'SequenceName', number: null, text: '*tfl3d' },
    ]);
  });

  it('looks into functional groups', () => {
    const dataset = Dataset.of({
      SharedFunctionalGroupsSequence: [{ PixelMeasuresSequence: [{ SliceThickness: '2.5' }] }],
    });
    expect(extractParameters(dataset, 'CT', defaultParameters)).toEqual([
      { name: 'SliceThickness', number: 2.5, text: null },
    ]);
  });

  it('finds private elements wherever their block lies', () => {
    const dataset = new Dataset();
    dataset.set(0x00190011, 'LO', 'ACME').set(0x00191123, 'DS', '4.5');
    const definition = {
      name: 'Boost',
      kind: 'number',
      paths: [[{ group: 0x19, creator: 'ACME', element: 0x23 }]],
    } as const;
    expect(extractParameters(dataset, 'MR', [definition])).toEqual([
      { name: 'Boost', number: 4.5, text: null },
    ]);
  });
});

describe('patientKeyOf', () => {
  const patient = {
    patientId: '1234',
    issuerOfPatientId: undefined,
    originDomain: 'a',
    studyInstanceUid: '1.2',
  };

  it('tells apart patients of two clinics, and studies without a patient', () => {
    const keys = [
      patient,
      { ...patient, originDomain: 'b' },
      { ...patient, issuerOfPatientId: 'a' },
      { ...patient, patientId: undefined },
      { ...patient, patientId: undefined, studyInstanceUid: '1.3' },
    ].map(patientKeyOf);
    expect(new Set(keys).size).toBe(5);
  });

  it('does not look at the origin when there is an issuer', () => {
    const issued = { ...patient, issuerOfPatientId: 'HOSPITAL' };
    expect(patientKeyOf({ ...issued, originDomain: 'b' })).toBe(patientKeyOf(issued));
  });
});

describe('nameKeys', () => {
  it('are equal for names that sound alike', () => {
    expect(nameKeys('Meyer^Stephan')).toEqual(nameKeys('MAIER^Stefan'));
  });
});
