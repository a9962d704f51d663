import { escapedHtml } from '../base/index.ts';
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

/** One HTML page without any outside asset or script. Dates are written as they are read: 2024-01-31. */
export function studyHtml(summary: StudySummary): string {
  const { patient } = summary;
  const title = `${readableName(patient.name)} · ${readableDate(summary.date)} · ${summary.description || 'Imaging study'}`;
  const facts: readonly (readonly [string, string])[] = [
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
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapedHtml(title)}</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #8884}
td:last-child,th:last-child{text-align:right}
</style></head><body>
<h1>${escapedHtml(title)}</h1>
<dl>${facts
    .filter(([, value]) => value !== '')
    .map(factRow)
    .join('')}</dl>
<h2>Series</h2>
<table><thead><tr><th>Number</th><th>Modality</th><th>Description</th><th>Body part</th><th>Images</th></tr></thead>
<tbody>${summary.series.map(seriesRow).join('')}</tbody></table>
<p>Each folder beside this page is one series; each file in it is one DICOM object that any DICOM viewer opens.</p>
</body></html>
`;
}

function factRow([name, value]: readonly [string, string]): string {
  return `<dt>${escapedHtml(name)}</dt><dd>${escapedHtml(value)}</dd>`;
}

function seriesRow(series: SeriesSummary): string {
  const folder = `<a href="./${encodeURIComponent(series.seriesInstanceUid)}/">${escapedHtml(series.description || 'without description')}</a>`;
  const cells = [
    escapedHtml(series.number),
    escapedHtml(series.modality),
    folder,
    escapedHtml(series.bodyPart),
    String(series.images),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
