/** Which studies may be one that was known to be elsewhere: pure. */
import type { ElsewhereStudy, HistoryStudy } from '../../../../../src/contract/index.ts';

type Known = Pick<ElsewhereStudy, 'date' | 'modality' | 'notStudies'>;
type Here = Pick<HistoryStudy, 'studyInstanceUid' | 'studyDate' | 'modalities'>;

/** One without a date says too little. Radiographs are called by several names. */
const alike = [['CR', 'DX', 'RG', 'RF', 'DR']];

/** Those of its time and kind that nobody said it is not. */
export const candidatesFor = <Study extends Here>(known: Known, studies: readonly Study[]): Study[] =>
  studies.filter(
    (study) =>
      known.date !== null &&
      study.studyDate?.startsWith(known.date) === true &&
      (known.modality === null || study.modalities.some((one) => isAlike(one, known.modality!))) &&
      !known.notStudies.includes(study.studyInstanceUid),
  );

const isAlike = (a: string, b: string): boolean =>
  a === b || alike.some((names) => names.includes(a) && names.includes(b));
