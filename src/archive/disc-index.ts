import { type Dataset, type Tag, tags } from '../dicom/index.ts';
import type { SeriesSummary, StudySummary } from './study-page.ts';

/** A series on a disc, and where its first file is there. */
export interface DiscSeries extends SeriesSummary {
  readonly firstFile: string;
}

export interface DiscStudy extends StudySummary {
  readonly series: readonly DiscSeries[];
}

interface StudyDraft extends StudySummary {
  readonly series: (DiscSeries & { images: number })[];
}

/** What is on a disc, for its page: studies and series in the order in which they come, as their first instances say. */
export class DiscIndex {
  readonly #studies = new Map<string, StudyDraft>();
  readonly #series = new Map<string, { images: number }>();

  /** @param file from the root of the disc, `/` between its parts */
  add(header: Dataset, file: string): void {
    const studyInstanceUid = textOf(header, tags.StudyInstanceUID);
    let study = this.#studies.get(studyInstanceUid);
    if (!study) {
      study = studyOf(header, studyInstanceUid);
      this.#studies.set(studyInstanceUid, study);
    }
    const key = `${studyInstanceUid} ${textOf(header, tags.SeriesInstanceUID)}`;
    const known = this.#series.get(key);
    if (known) known.images++;
    else {
      const series = seriesOf(header, file);
      this.#series.set(key, series);
      study.series.push(series);
    }
  }

  get studies(): readonly DiscStudy[] {
    return [...this.#studies.values()];
  }
}

function studyOf(header: Dataset, studyInstanceUid: string): StudyDraft {
  return {
    studyInstanceUid,
    patient: {
      name: textOf(header, tags.PatientName),
      id: textOf(header, tags.PatientID),
      birthDate: textOf(header, tags.PatientBirthDate),
      sex: textOf(header, tags.PatientSex),
    },
    date: textOf(header, tags.StudyDate),
    time: textOf(header, tags.StudyTime),
    description: textOf(header, tags.StudyDescription),
    accessionNumber: textOf(header, tags.AccessionNumber),
    institution: textOf(header, tags.InstitutionName),
    referringPhysician: textOf(header, tags.ReferringPhysicianName),
    series: [],
  };
}

function seriesOf(header: Dataset, firstFile: string): DiscSeries & { images: number } {
  return {
    seriesInstanceUid: textOf(header, tags.SeriesInstanceUID),
    number: textOf(header, tags.SeriesNumber),
    modality: textOf(header, tags.Modality),
    description: textOf(header, tags.SeriesDescription),
    bodyPart: textOf(header, tags.BodyPartExamined),
    images: 1,
    firstFile,
  };
}

const textOf = (header: Dataset, tag: Tag): string => header.string(tag) ?? '';
