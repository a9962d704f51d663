import type { Level } from '../../../contract/index.ts';
import { type Tag, tagOf } from '../../../dicom/index.ts';

/** Levels that can be searched, from the outside in. */
export const searchLevels = ['study', 'series', 'instance'] as const;
export type SearchLevel = (typeof searchLevels)[number] & Level;

const named = (keywords: string): readonly Tag[] =>
  keywords
    .trim()
    .split(/\s+/)
    .map((keyword) => tagOf(keyword)!);

/** What every answer has (PS3.18 10.6.3.3), and descriptions, which every list shows. */
const own: Readonly<Record<SearchLevel, readonly Tag[]>> = {
  study:
    named(`StudyDate StudyTime AccessionNumber InstanceAvailability ModalitiesInStudy ReferringPhysicianName
    TimezoneOffsetFromUTC StudyDescription PatientName PatientID PatientBirthDate PatientSex StudyInstanceUID StudyID
    NumberOfStudyRelatedSeries NumberOfStudyRelatedInstances`),
  series: named(`Modality TimezoneOffsetFromUTC SeriesDescription SeriesInstanceUID SeriesNumber
    NumberOfSeriesRelatedInstances PerformedProcedureStepStartDate PerformedProcedureStepStartTime
    RequestAttributesSequence StudyInstanceUID`),
  instance:
    named(`SOPClassUID SOPInstanceUID InstanceAvailability TimezoneOffsetFromUTC InstanceNumber Rows Columns
    BitsAllocated NumberOfFrames StudyInstanceUID SeriesInstanceUID`),
};

/** What an answer has by itself: that of its level, and of the levels above which the path does not name. */
export function defaultAttributes(level: SearchLevel, unnamed: readonly SearchLevel[]): readonly Tag[] {
  return [...own[level], ...unnamed.flatMap((each) => own[each])];
}
