/** What tells patients apart. */
export interface PatientIdentity {
  readonly patientId: string | undefined;
  readonly issuerOfPatientId: string | undefined;
  /** Where the instance came from, for patient ids without an issuer: two clinics' "1234" are two patients. */
  readonly originDomain: string;
  /** Without a patient id, each study is a patient of its own. */
  readonly studyInstanceUid: string;
}

/** A patient's key. A backslash cannot occur in the values, so keys cannot collide. */
export function patientKeyOf(identity: PatientIdentity): string {
  const { patientId, issuerOfPatientId, originDomain, studyInstanceUid } = identity;
  if (!patientId) return `\\study\\${studyInstanceUid}`;
  if (issuerOfPatientId) return `${patientId}\\issuer\\${issuerOfPatientId}`;
  return `${patientId}\\domain\\${originDomain}`;
}
