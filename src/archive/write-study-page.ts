import { everything } from '../contract/index.ts';
import { type Tag, tags } from '../dicom/index.ts';
import { studyFolder } from '../store/index.ts';
import type { ArchiveParts } from './parts.ts';
import { type SeriesSummary, type StudySummary, studyHtml, studyJson } from './study-page.ts';

const studyAttributes = [
  tags.PatientName,
  tags.PatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.StudyDate,
  tags.StudyTime,
  tags.StudyDescription,
  tags.AccessionNumber,
  tags.ReferringPhysicianName,
];

const seriesAttributes = [
  tags.SeriesInstanceUID,
  tags.SeriesNumber,
  tags.Modality,
  tags.SeriesDescription,
  tags.BodyPartExamined,
  tags.NumberOfSeriesRelatedInstances,
  tags.InstitutionName,
];

/** Writes `index.html` and `study.json` beside the images of a study, as the catalog describes it now. */
export async function writeStudyPage(parts: ArchiveParts, studyInstanceUid: string): Promise<void> {
  const [study] = await rowsOf(parts, 'study', studyInstanceUid, studyAttributes);
  if (!study) return;
  const series = await rowsOf(parts, 'series', studyInstanceUid, seriesAttributes);
  const summary = summaryOf(studyInstanceUid, study, series);
  const folder = studyFolder(studyInstanceUid);
  await parts.store.putFile(`${folder}/study.json`, studyJson(summary));
  await parts.store.putFile(`${folder}/index.html`, studyHtml(summary));
}

async function rowsOf(
  { catalog }: ArchiveParts,
  level: 'study' | 'series',
  studyInstanceUid: string,
  attributes: readonly Tag[],
): Promise<string[][]> {
  const matcher = { kind: 'values', values: [studyInstanceUid] } as const;
  const key = { tag: tags.StudyInstanceUID, vr: 'UI', matcher };
  const pages = await Array.fromAsync(catalog.find(everything, { level, keys: [key], attributes }));
  return pages.flat().map((row) => row.map((value) => String(value ?? '')));
}

function summaryOf(
  studyInstanceUid: string,
  study: readonly string[],
  rows: readonly string[][],
): StudySummary {
  const [name, id, birthDate, sex, date, time, description, accessionNumber, referringPhysician] = study;
  return {
    studyInstanceUid,
    patient: { name: name!, id: id!, birthDate: birthDate!, sex: sex! },
    date: date!,
    time: time!,
    description: description!,
    accessionNumber: accessionNumber!,
    institution: rows.map((row) => row[6]!).find((institution) => institution !== '') ?? '',
    referringPhysician: referringPhysician!,
    series: rows.map(seriesSummary).sort((a, b) => Number(a.number) - Number(b.number)),
  };
}

function seriesSummary(row: readonly string[]): SeriesSummary {
  const [seriesInstanceUid, number, modality, description, bodyPart, images] = row;
  return {
    seriesInstanceUid: seriesInstanceUid!,
    number: number!,
    modality: modality!,
    description: description!,
    bodyPart: bodyPart!,
    images: Number(images),
  };
}
