/** Which series of a study are shown first and how they hang, and which of their images. */
import type { FindRow } from '../../../../src/contract/index.ts';
import { hasPictures } from '../../api/pictures.ts';
import { numberOf, textOf, valuesOf } from '../../api/rows.ts';
import { kindOfSeries } from './pane-kinds.ts';
import type { Layout, Pane } from './workspace.ts';

/** Pictures that are made to plan others by. */
const forPlanning = /\b(scouts?|locali[sz]ers?|topograms?|survey|scano(gram)?|loc)\b/i;

/** How many series of a modality hang beside each other at first; one of those that are not named. */
const atOnce: Readonly<Record<string, number>> = { MR: 4, MG: 4, CR: 2, DX: 2 };
const layoutOf: readonly Layout[] = ['1x1', '1x1', '1x2', '2x2', '2x2'];

/** By modality: an MR shows its main series, mammograms hang as they are read, films stand side by side. */
export function hang(series: readonly FindRow[]): {
  readonly layout: Layout;
  readonly panes: readonly Pane[];
} {
  const [first] = ranked(series);
  const modality = first ? textOf(first, 'Modality') : '';
  const main = ranked(series).filter((row) => textOf(row, 'Modality') === modality && worthOf(row) > 0);
  const count = Math.min(atOnce[modality] ?? 1, main.length);
  if (count < 2) return { layout: '1x1', panes: first ? [paneOf(first)] : [] };
  const chosen = modality === 'MG' ? asMammogramsHang(main) : inTheirOrder(main.slice(0, count), series);
  return { layout: layoutOf[count] ?? '2x2', panes: chosen.map(paneOf) };
}

/** All series as panes, the most telling one first. */
export const inOrderOfWorth = (series: readonly FindRow[]): Pane[] => ranked(series).map(paneOf);

export const paneOf = (row: FindRow): Pane => ({
  kind: kindOfSeries(row),
  series: textOf(row, 'SeriesInstanceUID'),
});

/** With pictures, not made for planning, and of those the ones with the most images first. */
const ranked = (series: readonly FindRow[]): FindRow[] => series.toSorted((a, b) => worthOf(b) - worthOf(a));

/** Whether a series is expected to have several images, of what is known before it is opened. */
export const mayPlay = (row: FindRow | undefined): boolean =>
  row !== undefined &&
  hasPictures(valuesOf(row, 'Modality')) &&
  numberOf(row, 'NumberOfSeriesRelatedInstances') > 1;

function worthOf(row: FindRow): number {
  const images = numberOf(row, 'NumberOfSeriesRelatedInstances');
  if (!hasPictures(valuesOf(row, 'Modality'))) return -1;
  return forPlanning.test(textOf(row, 'SeriesDescription')) ? 0 : images;
}

const inTheirOrder = (chosen: readonly FindRow[], all: readonly FindRow[]): FindRow[] =>
  chosen.toSorted((a, b) => all.indexOf(a) - all.indexOf(b));

/** The right breast on the left, as if the patient stood before the reader; from above (CC) over from the side (MLO). */
function asMammogramsHang(series: readonly FindRow[]): FindRow[] {
  const rest = [...series];
  const places = ['R CC', 'L CC', 'R MLO', 'L MLO'].map((place) => {
    const [side = '', view = ''] = place.split(' ');
    const at = rest.findIndex((row) => isOf(row, side, view));
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  });
  return places.map((row) => row ?? rest.shift()).filter((row) => row !== undefined);
}

function isOf(row: FindRow, side: string, view: string): boolean {
  const description = textOf(row, 'SeriesDescription').toUpperCase();
  const laterality =
    textOf(row, 'Laterality') || (/(^|[^A-Z])([RL])(?=[^A-Z]|CC|MLO|$)/.exec(description)?.[2] ?? '');
  return laterality === side && description.includes(view);
}

/** From 0: the middle of a series of slices says more than its end does; a film begins at its beginning. */
export const firstShown = (images: number, isOneInstance: boolean): number =>
  isOneInstance ? 0 : Math.floor((images - 1) / 2);
