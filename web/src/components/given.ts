import type { ScopeRule, Somebody } from '../../../src/contract/index.ts';

/** What is given out: some studies; all that there is of somebody, where they are named. */
export interface Given {
  /** Their Study Instance UIDs. */
  readonly studies: readonly string[];
  readonly somebody?: Pick<Somebody, 'personUid' | 'patients' | 'name'> | undefined;
}

/** @param isOpenEnded of somebody: also what is still to come */
export function rulesOf({ studies, somebody }: Given, isOpenEnded: boolean): ScopeRule[] {
  if (!somebody || !isOpenEnded) return studies.map((studyInstanceUid) => ({ studyInstanceUid }));
  if (somebody.personUid !== null) return [{ person: somebody.personUid }];
  return somebody.patients.map(({ patientKey }) => ({ patientKey }));
}
