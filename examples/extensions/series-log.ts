/**
 * A table of all series and their parameters, for a spreadsheet: one row for each series that became quiet, and one more
 * when images of it came, went or were changed later. It grows in `extensions-data/series-log/series.csv`.
 *
 *     rules:
 *       log-series:
 *         when: series quiet
 *         do:
 *           - extension: series-log.append
 */
import { appendFile, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { action, defineExtension } from 'isocenter/extension';

/** The columns. A change of them needs a new file: move the old one away. */
const elements = [
  ...([
    'PatientID',
    'StudyDate',
    'StudyDescription',
    'Modality',
    'SeriesNumber',
    'SeriesDescription',
  ] as const),
  ...(['ProtocolName', 'Manufacturer', 'ManufacturerModelName', 'StationName', 'SoftwareVersions'] as const),
  ...(['MagneticFieldStrength', 'RepetitionTime', 'EchoTime', 'InversionTime', 'FlipAngle'] as const),
  ...([
    'EchoTrainLength',
    'PixelBandwidth',
    'SliceThickness',
    'SpacingBetweenSlices',
    'PixelSpacing',
  ] as const),
  ...(['Rows', 'Columns', 'KVP', 'XRayTubeCurrent', 'ExposureTime', 'ConvolutionKernel'] as const),
] as const;

export default defineExtension({
  about: 'Writes the parameters of each series into a table',
  actions: {
    append: action({
      about: 'One row for each series',
      elements,
      // What stands in the table already is not written again.
      repeatable: true,
      async run({ series, studyInstanceUid, folder }) {
        const file = join(folder, 'series.csv');
        const known = await rowsIn(file);
        const rows = series
          .filter(({ seriesInstanceUid, content }) => !known.has(`${seriesInstanceUid},${content}`))
          .map(({ seriesInstanceUid, content, images, values }) => [
            ...[seriesInstanceUid, content, studyInstanceUid, String(images)],
            ...elements.map((element) => values[element].join('\\')),
          ]);
        if (known.size === 0)
          rows.unshift(['SeriesInstanceUID', 'Content', 'StudyInstanceUID', 'Images', ...elements]);
        if (rows.length > 0) await appendFile(file, rows.map(lineOf).join(''), { flush: true });
        return undefined;
      },
    }),
  },
});

/** The first two cells of every row. What was not written to its end goes away. */
async function rowsIn(file: string): Promise<Set<string>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
  return new Set([...whole.matchAll(/^([\w.]+,\w+),/gm)].map(([, key = '']) => key));
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets a quote in front. */
const lineOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\n`;

function cellOf(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
