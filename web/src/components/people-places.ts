import type { ListedFile, Somebody } from '../../../src/contract/index.ts';

/** What names somebody in an address. */
export const keyOf = ({ personUid, patients }: Pick<Somebody, 'personUid' | 'patients'>): string =>
  personUid ?? patients[0]?.patientKey ?? '';

/** Where somebody's history is shown. Keys of patients have characters that addresses do not. */
export const personPlace = (somebody: Pick<Somebody, 'personUid' | 'patients'>): string =>
  `/people/${encodeURIComponent(keyOf(somebody))}`;

/** What a document of theirs is attached to. */
export const attachmentOf = ({
  personUid,
  patients,
}: Pick<Somebody, 'personUid' | 'patients'>): ListedFile['attachments'][number] =>
  personUid === null
    ? { target: 'patient', uid: patients[0]?.patientKey ?? '' }
    : { target: 'person', uid: personUid };
