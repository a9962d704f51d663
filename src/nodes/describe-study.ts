import type { DescribedStudy } from '../contract/index.ts';
import { type Dataset, type Tag, tags } from '../dicom/index.ts';

/** What to ask a node for to have its studies described. */
export const describingKeys = {
  StudyDate: '',
  ModalitiesInStudy: '',
  StudyDescription: '',
  PatientName: '',
  PatientID: '',
  NumberOfStudyRelatedInstances: '',
} as const;

/** What a node says of a study, for people. */
export function describeStudy(answer: Dataset): DescribedStudy {
  const [images] = answer.numbers(tags.NumberOfStudyRelatedInstances) ?? [];
  const textOf = (tag: Tag): string => answer.string(tag)?.trim() ?? '';
  return {
    date: textOf(tags.StudyDate),
    modalities: [...(answer.strings(tags.ModalitiesInStudy) ?? [])].join(', '),
    description: textOf(tags.StudyDescription),
    patientName: textOf(tags.PatientName),
    patientId: textOf(tags.PatientID),
    images: Number.isInteger(images) && images! >= 0 ? images! : null,
  };
}
