/** In which form images are taken away, and how their files are called. */
import type { DownloadForm } from '../../../../src/contract/index.ts';

export const forms = [
  'files',
  'media',
  'disc',
  'jpeg',
  'png',
  'gif',
] as const satisfies readonly DownloadForm[];

/** Whether people choose how files are called; discs have names of their own (PS3.10 8.2). */
export const hasNames = (form: DownloadForm): boolean => form !== 'media' && form !== 'disc';

/** The notation is that of naming/template.ts. */
export const templates = {
  person:
    '{PatientName|unknown}/{StudyDate|no date} {StudyDescription}/{SeriesNumber} {SeriesDescription|Modality|series}/{InstanceNumber:05|SOPInstanceUID}.dcm',
  date: '{StudyDate:YYYY-MM-DD|no date} {Modality} {StudyDescription}/{SeriesNumber:03} {SeriesDescription}/{InstanceNumber:05|SOPInstanceUID}.dcm',
  flat: '{StudyDate|no date}_{Modality}_{SeriesNumber:03}_{InstanceNumber:05|SOPInstanceUID}.dcm',
  uids: '{StudyInstanceUID}/{SeriesInstanceUID}/{SOPInstanceUID}.dcm',
} as const;

export type TemplateName = keyof typeof templates;
export const templateNames = Object.keys(templates) as TemplateName[];
