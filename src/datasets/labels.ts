/** Whose a series is, and of which visit: the labels that stand behind `sub-` and `ses-`. */
import { asLabel } from '../bids/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';
import { type DatasetRecord, shortHash } from './dataset-record.ts';

export type Belonging = Pick<DatasetRecord, 'patient' | 'study' | 'subject' | 'session'>;

const LABEL_CHARACTERS = 48;

/**
 * The subject is called by the PatientID, the session by the date of the study. What would be called alike and is not the same gets a
 * number behind it, and keeps it.
 * @param known what is in the dataset
 */
export function belongingOf(header: Dataset, known: readonly Belonging[]): Belonging {
  const study = header.string(tags.StudyInstanceUID)?.trim() ?? '';
  const id = header.string(tags.PatientID)?.trim() ?? '';
  // Patients without an ID are not one patient.
  const patient = shortHash(
    id === '' ? study : `${id}\\${header.string(tags.IssuerOfPatientID)?.trim() ?? ''}`,
  );
  const others = known.filter((one) => one.patient !== patient);
  const own = known.filter((one) => one.patient === patient);
  const subject =
    own[0]?.subject ??
    free(
      labelOf(id),
      others.map((one) => one.subject),
    );
  const session =
    own.find((one) => one.study === study)?.session ??
    free(
      labelOf(header.string(tags.StudyDate)),
      own.map((one) => one.session),
    );
  return { patient, study, subject, session };
}

const labelOf = (text: string | undefined): string =>
  asLabel(text ?? '').slice(0, LABEL_CHARACTERS) || 'unknown';

/** File systems without case take `a1` and `A1` for one. */
function free(wanted: string, taken: readonly string[]): string {
  const all = new Set(taken.map((label) => label.toLowerCase()));
  for (let number = 1; ; number++) {
    const label = number === 1 ? wanted : `${wanted}x${number}`;
    if (!all.has(label.toLowerCase())) return label;
  }
}
