import type { Somebody } from '../../../src/contract/index.ts';

/** What names somebody in an address. */
export const keyOf = ({ personUid, patients }: Pick<Somebody, 'personUid' | 'patients'>): string =>
  personUid ?? patients[0]?.patientKey ?? '';

/** Where somebody's history is shown. Keys of patients have characters that addresses do not. */
export const personPlace = (somebody: Pick<Somebody, 'personUid' | 'patients'>): string =>
  `/people/${encodeURIComponent(keyOf(somebody))}`;
