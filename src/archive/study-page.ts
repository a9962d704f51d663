import { escapedHtml } from '../base/index.ts';
import { htmlFacts, htmlPage, htmlTable } from './html-page.ts';
import { readableDate, readableName, readableTime } from './readable.ts';

/** Whether a file in the data directory is one of those that we write beside the images of a study. */
export const isStudyPageKey = (key: string): boolean =>
  /^studies\/[0-9a-f]{2}\/[^/]+\/(index\.html|study\.json)$/.test(key);

/** What is written beside the images of a study, for a person who has a file browser and nothing else. */
export interface StudySummary {
  readonly studyInstanceUid: string;
  readonly patient: {
    readonly name: string;
    readonly id: string;
    readonly birthDate: string;
    readonly sex: string;
  };
  readonly date: string;
  readonly time: string;
  readonly description: string;
  readonly accessionNumber: string;
  readonly institution: string;
  readonly referringPhysician: string;
  readonly series: readonly SeriesSummary[];
}

export interface SeriesSummary {
  readonly seriesInstanceUid: string;
  readonly number: string;
  readonly modality: string;
  readonly description: string;
  readonly bodyPart: string;
  readonly images: number;
}

export function studyJson(summary: StudySummary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/** The page of a study. Dates are written as they are read: 2024-01-31. */
export function studyHtml(summary: StudySummary): string {
  return htmlPage(
    studyTitle(summary),
    `${studyFacts(summary)}
<h2>Series</h2>
${htmlTable(['Number', 'Modality', 'Description', 'Body part', 'Images'], summary.series.map(seriesRow))}
<p>Each folder beside this page is one series; each file in it is one DICOM object that any DICOM viewer opens.</p>`,
  );
}

export function studyTitle({ patient, date, description }: StudySummary): string {
  return `${readableName(patient.name)} · ${readableDate(date)} · ${description || 'Imaging study'}`;
}

export function studyFacts(summary: StudySummary): string {
  const { patient } = summary;
  return htmlFacts([
    ['Patient', readableName(patient.name)],
    ['Patient ID', patient.id],
    ['Born', readableDate(patient.birthDate)],
    ['Sex', patient.sex],
    ['Study date', `${readableDate(summary.date)} ${readableTime(summary.time)}`.trim()],
    ['Description', summary.description],
    ['Institution', summary.institution],
    ['Referring physician', readableName(summary.referringPhysician)],
    ['Accession number', summary.accessionNumber],
    ['Study Instance UID', summary.studyInstanceUid],
  ]);
}

function seriesRow(series: SeriesSummary): string[] {
  const { number, modality, description, bodyPart, images } = series;
  const folder = `<a href="./${encodeURIComponent(series.seriesInstanceUid)}/">${escapedHtml(description || 'without description')}</a>`;
  return [escapedHtml(number), escapedHtml(modality), folder, escapedHtml(bodyPart), String(images)];
}
