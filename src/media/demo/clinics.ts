import type { PlainDataset } from '../../dicom/index.ts';

/** Where the patient was seen. Every place has its own number for her, and one writes her name its own way. */
export type Clinic = 'practice' | 'imagingCentre' | 'heartCentre' | 'hospital';

const person = { PatientBirthDate: '19540612', PatientSex: 'F' };

export const clinics: Readonly<Record<Clinic, PlainDataset>> = {
  practice: {
    ...person,
    PatientName: 'DEMO^ADA',
    PatientID: '4711',
    IssuerOfPatientID: 'PRAXIS-MUELLER',
    InstitutionName: 'Praxis Dr. Müller',
    InstitutionAddress: 'Lindenstraße 3, 12345 Musterstadt',
    ReferringPhysicianName: 'Müller^Jörg^^Dr.',
  },
  imagingCentre: {
    ...person,
    PatientName: 'Demo^Ada',
    PatientID: 'RS-0020931',
    IssuerOfPatientID: 'RADIOLOGIE-SCHLOSSPLATZ',
    InstitutionName: 'Radiologie am Schloßplatz',
    InstitutionAddress: 'Schloßplatz 1, 12345 Musterstadt',
    ReferringPhysicianName: 'Weiß^Ulrike^^Dr.',
  },
  heartCentre: {
    ...person,
    PatientName: 'Demo^Ada',
    PatientID: '88-1207',
    IssuerOfPatientID: 'HERZZENTRUM-NORD',
    InstitutionName: 'Herzzentrum Nord',
    InstitutionAddress: 'Am Deich 20, 20095 Hamburg',
    ReferringPhysicianName: 'Müller^Jörg^^Dr.',
  },
  hospital: {
    ...person,
    PatientName: 'Demo^Ada',
    PatientID: 'U20154711',
    IssuerOfPatientID: 'UKM',
    OtherPatientIDsSequence: [
      { PatientID: '4711', IssuerOfPatientID: 'PRAXIS-MUELLER', TypeOfPatientID: 'TEXT' },
    ],
    InstitutionName: 'Universitätsklinikum Musterstadt',
    InstitutionAddress: 'Ringstraße 1, 12345 Musterstadt',
    ReferringPhysicianName: 'Schäfer^Käthe^^Prof. Dr.',
  },
};
