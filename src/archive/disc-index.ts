import type { StoredInstance } from '../catalog/index.ts';
import { type Dataset, type Tag, tags } from '../dicom/index.ts';
import type { SeriesSummary, StudySummary } from './study-page.ts';

/** A series on a disc, and where its first file is there. */
export interface DiscSeries extends SeriesSummary {
  readonly firstFile: string;
  /** Those with pixels, in their order. */
  readonly pictured: readonly StoredInstance[];
}

export interface DiscStudy extends StudySummary {
  readonly series: readonly DiscSeries[];
}

type SeriesDraft = DiscSeries & { images: number; readonly pictured: StoredInstance[] };

interface StudyDraft extends StudySummary {
  readonly series: SeriesDraft[];
}

/** What is on a disc, for its page: studies and series in the order in which they come, as their first instances say. */
export class DiscIndex {
  readonly #studies = new Map<string, StudyDraft>();
  readonly #series = new Map<string, SeriesDraft>();

  /** @param file from the root of the disc, `/` between its parts */
  add(header: Dataset, file: string, instance: StoredInstance): void {
    const studyInstanceUid = textOf(header, tags.StudyInstanceUID);
    let study = this.#studies.get(studyInstanceUid);
    if (!study) {
      study = studyOf(header, studyInstanceUid);
      this.#studies.set(studyInstanceUid, study);
    }
    const key = `${studyInstanceUid} ${textOf(header, tags.SeriesInstanceUID)}`;
    let series = this.#series.get(key);
    if (series) series.images++;
    else {
      series = seriesOf(header, file);
      this.#series.set(key, series);
      study.series.push(series);
    }
    if (instance.pixelDataOffset !== null) series.pictured.push(instance);
  }

  /** The middle image of each series that has any. */
  get middleImages(): StoredInstance[] {
    return [...this.#series.values()].flatMap((series) => middleOf(series) ?? []);
  }

  get studies(): readonly DiscStudy[] {
    return [...this.#studies.values()];
  }
}

/** It stands for the series; undefined where nothing can be seen. */
export const middleOf = ({ pictured }: DiscSeries): StoredInstance | undefined =>
  pictured[pictured.length >> 1];

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

function seriesOf(header: Dataset, firstFile: string): SeriesDraft {
  return {
    seriesInstanceUid: textOf(header, tags.SeriesInstanceUID),
    number: textOf(header, tags.SeriesNumber),
    modality: textOf(header, tags.Modality),
    description: textOf(header, tags.SeriesDescription),
    bodyPart: textOf(header, tags.BodyPartExamined),
    images: 1,
    firstFile,
    pictured: [],
  };
}

const textOf = (header: Dataset, tag: Tag): string => header.string(tag) ?? '';
