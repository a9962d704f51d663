import type { TreeContents } from '../../../../../src/contract/index.ts';
import type { EntryForm } from '../entries/changed.ts';
import { allImages, type ChosenImages, chosenImagesOf, conditionOf } from '../entries/chosen-images.ts';
import { folderBelow, splitFolder } from '../entries/folder-below.ts';
import { type Says, textOf } from '../entries/says.ts';

/** What is said of a tree in its dialog, and how the automation file says it. */
export interface TreeFields extends ChosenImages {
  readonly name: string;
  /** One of the folders that the archive may write below. */
  readonly target: string;
  readonly subfolder: string;
  readonly names: string;
  readonly contents: TreeContents;
}

export const treeContents: readonly TreeContents[] = ['dicom', 'nifti', 'both'];

export const namePatterns = {
  physician:
    '{ReferringPhysicianName|unknown}/{StudyDate:YYYY-MM-DD|no date} {PatientID|no id}/{SeriesNumber:03} {SeriesDescription}/{InstanceNumber:05|SOPInstanceUID}.dcm',
  patient:
    '{PatientName|unknown} {PatientID}/{StudyDate:YYYY-MM-DD|no date} {StudyDescription}/{SeriesNumber:03} {SeriesDescription|Modality}/{InstanceNumber:05|SOPInstanceUID}.dcm',
  date: '{StudyDate:YYYY|no date}/{StudyDate:MM}/{StudyDate:YYYY-MM-DD} {PatientID} {Modality}/{SeriesNumber:03}/{InstanceNumber:05|SOPInstanceUID}.dcm',
  protocol:
    '{ProtocolName|SeriesDescription|unknown}/{PatientID|no id} {StudyDate:YYYY-MM-DD}/{SeriesNumber:03}/{InstanceNumber:05|SOPInstanceUID}.dcm',
} as const;

export const newTree = (target: string): TreeFields => ({
  ...{ name: '', target, subfolder: '', names: namePatterns.physician, contents: 'dicom' },
  ...allImages,
});

function treeFieldsOf(targets: readonly string[], name: string, says: Says): TreeFields {
  const { above: target, below: subfolder } = splitFolder(targets, textOf(says.folder));
  return {
    ...{ name, target, subfolder, names: textOf(says.names) },
    contents: treeContents.find((one) => one === says.contents) ?? 'dicom',
    ...chosenImagesOf(says.if),
  };
}

/** The tree as the automation file has it. */
export function treeOf({ name, target, subfolder, names, contents, ...images }: TreeFields) {
  return {
    folder: folderBelow(target, subfolder.trim() || name),
    names,
    ...(contents !== 'dicom' && { contents }),
    ...conditionOf(images),
  };
}

/** @param targets folders that the archive may write below */
export const treeForm = (targets: readonly string[]): EntryForm<TreeFields> => ({
  fieldsOf: (name, says) => treeFieldsOf(targets, name, says),
  entryOf: treeOf,
});
