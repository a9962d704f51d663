/**
 * Who gave an ID, of the key of a patient (`catalog/record/patient-key.ts`): the IssuerOfPatientID, else where the images came from.
 * Nothing of a patient without an ID.
 */
export function givenBy(patientKey: string): string {
  const [, kind, by = ''] = patientKey.split('\\');
  return kind === 'study' ? '' : by;
}
