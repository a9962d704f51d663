/** What is looked for at a node, as somebody types it. */
export interface SearchFields {
  readonly name: string;
  readonly patientId: string;
  /** `2026-01-31`; empty: no limit. */
  readonly from: string;
  readonly to: string;
  readonly modality: string;
}

export const emptySearch: SearchFields = { name: '', patientId: '', from: '', to: '', modality: '' };

/** Keys of a C-FIND. What was typed of a name is a beginning of it, unless it has wildcards. */
export function keysOf({ name, patientId, from, to, modality }: SearchFields): Record<string, string> {
  const da = (day: string): string => day.replaceAll('-', '');
  const asName = name.trim().replace(/,\s*/g, '^');
  const dates = from === to ? da(from) : `${da(from)}-${da(to)}`;
  return {
    ...(asName !== '' && { PatientName: /[*?]/.test(asName) ? asName : `${asName}*` }),
    ...(patientId.trim() !== '' && { PatientID: patientId.trim() }),
    ...((from !== '' || to !== '') && { StudyDate: dates }),
    ...(modality !== '' && { ModalitiesInStudy: modality }),
  };
}
