import { Dataset, type Tag, tagOf, tags, VR } from '../../dicom/index.ts';
import type { RecordType } from './record-types.ts';

/**
 * A directory record with what an instance says about the entity it stands for; offsets are still 0. `number` counts
 * the records of one parent.
 */
export function recordOf(type: RecordType, dataset: Dataset, number: number): Dataset {
  const record = new Dataset()
    .set(tags.OffsetOfTheNextDirectoryRecord, VR.UL, 0)
    .set(tags.RecordInUseFlag, VR.US, 0xffff)
    .set(tags.OffsetOfReferencedLowerLevelDirectoryEntity, VR.UL, 0)
    .set(tags.DirectoryRecordType, VR.CS, type.name);
  for (const keyword of type.keys) copyKey(record, tagOf(keyword)!, dataset, number);
  if (hasForeignText(record)) record.set(tags.SpecificCharacterSet, VR.CS, 'ISO_IR 192');
  return record;
}

/** Values that a record must have and that may be counted up (as dcmmkdir does). */
const counted: ReadonlySet<Tag> = new Set([tags.StudyID, tags.SeriesNumber, tags.InstanceNumber]);

/** Keys that PS3.3 F.5 wants present even when empty; others are copied where there is something. */
const requiredWhenEmpty: ReadonlySet<Tag> = new Set([
  ...[tags.PatientName, tags.PatientID, tags.StudyDate, tags.StudyTime, tags.StudyDescription],
  ...[tags.AccessionNumber, tags.Modality, tags.ContentDate, tags.ContentTime],
]);

/** Dates and times that records must have, by what stands in for them; first the element itself. */
const dates: readonly Tag[] = [
  tags.StudyDate,
  tags.SeriesDate,
  tags.AcquisitionDate,
  tags.ContentDate,
  tags.InstanceCreationDate,
];
const times: readonly Tag[] = [
  tags.StudyTime,
  tags.SeriesTime,
  tags.AcquisitionTime,
  tags.ContentTime,
  tags.InstanceCreationTime,
];
const standIns = new Map<Tag, readonly Tag[]>([
  [tags.StudyDate, dates],
  [tags.StudyTime, times],
  [tags.ContentDate, dates.toReversed()],
  [tags.ContentTime, times.toReversed()],
]);

function copyKey(record: Dataset, tag: Tag, dataset: Dataset, number: number): void {
  const source = dataset.string(tag) === undefined ? standInFor(tag, dataset) : tag;
  const vr = dataset.get(source)?.vr ?? dataset.entryOf(tag)?.vr ?? VR.UN;
  if (vr.kind === 'sequence') {
    const items = dataset.items(tag);
    if (items.length > 0) record.set(tag, vr, items);
    return;
  }
  const values = dataset.strings(source);
  if (values.some((value) => value !== ''))
    record.set(tag, vr, vr.kind === 'int' ? dataset.numbers(tag) : values);
  else if (counted.has(tag)) record.set(tag, vr, String(number));
  else if (requiredWhenEmpty.has(tag)) record.set(tag, vr, []);
}

function standInFor(tag: Tag, dataset: Dataset): Tag {
  return standIns.get(tag)?.find((other) => dataset.string(other) !== undefined) ?? tag;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII
const foreignCharacter = /[^\x00-\x7f]/;

function hasForeignText(record: Dataset): boolean {
  for (const { value } of record) {
    if (value.kind === 'items' && value.items.some(hasForeignText)) return true;
    if (value.kind === 'strings' && value.strings.some((text) => foreignCharacter.test(text))) return true;
  }
  return false;
}
