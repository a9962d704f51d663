/** What a person without software finds on a disc that we write. */
import { escapedHtml } from '../base/index.ts';
import type { ElsewhereStudy } from '../contract/index.ts';
import { type DiscSeries, type DiscStudy, middleOf } from './disc-index.ts';
import type { DiscPictures } from './disc-pictures.ts';
import { type HtmlPicture, htmlPage, htmlPictures, htmlTable } from './html-page.ts';
import { studyFacts, studyTitle } from './study-page.ts';

/** For whoever looks at the files of the disc: plain text with the line ends of Windows. */
export function discReadme(images: number): string {
  return [
    'MEDICAL IMAGES',
    '',
    `This disc holds ${images} DICOM files, in the folder IMAGES.`,
    '',
    'To see the images, open the file DICOMDIR in a DICOM viewer, or import the',
    'disc there. No viewer is on this disc; there are free ones for every system.',
    '',
    'INDEX.HTM lists what is on the disc, with a picture of each series. Any web',
    'browser opens it. The pictures are for a first look, not for a diagnosis.',
    '',
    'The images are those of a patient. Keep the disc as you keep a letter of a doctor.',
    '',
  ].join('\r\n');
}

interface DiscBeside {
  readonly pictures: DiscPictures;
  readonly elsewhere: readonly ElsewhereStudy[];
}

/** The list of studies and series, with a picture of each and a link to its first file, and what is known to be elsewhere. */
export function discHtml(studies: readonly DiscStudy[], { pictures, elsewhere }: DiscBeside): string {
  return htmlPage(
    'Medical images on this disc',
    `<p>To see the images, open the file <a href="DICOMDIR">DICOMDIR</a> in a DICOM viewer, or import the disc there.</p>
${studies.map((study) => studySection(study, pictures)).join('\n')}${elsewhere.length > 0 ? elsewhereSection(elsewhere) : ''}`,
  );
}

const columns = ['Number', 'Modality', 'Description', 'Body part', 'First file', 'Images'];

function studySection(study: DiscStudy, pictures: DiscPictures): string {
  return `<h2>${escapedHtml(studyTitle(study))}</h2>
${studyFacts(study)}
${htmlTable(columns, study.series.map(seriesRow))}
${htmlPictures(study.series.flatMap((series) => pictureOf(series, pictures) ?? []))}`;
}

function pictureOf(series: DiscSeries, pictures: DiscPictures): HtmlPicture | undefined {
  const jpeg = pictures.get(middleOf(series)?.sopInstanceUid ?? '');
  const { number, description } = series;
  return jpeg && { jpeg, caption: `${number} ${description || 'without description'}`.trim() };
}

const elsewhereColumns = ['Date', 'Modality', 'Body part', 'Where it is', 'Note'];

function elsewhereSection(elsewhere: readonly ElsewhereStudy[]): string {
  const rows = elsewhere.map(({ date, modality, bodyPart, place, note }) =>
    [dateText(date ?? ''), modality ?? '', bodyPart, place, note].map(escapedHtml),
  );
  return `
<h2>Known to be elsewhere, and not on this disc</h2>
${htmlTable(elsewhereColumns, rows)}`;
}

/** A year, a month or a day: 2011-03-24. */
const dateText = (date: string): string => date.replace(/(?<=^\d{4}|^\d{6})(?=\d\d)/g, '-');

function seriesRow({ number, modality, description, bodyPart, images, firstFile }: DiscSeries): string[] {
  const link = `<a href="${escapedHtml(firstFile)}">${escapedHtml(firstFile)}</a>`;
  const before = [number, modality, description || 'without description', bodyPart];
  return [...before.map(escapedHtml), link, String(images)];
}
