/** Which series of a study are shown first and how they hang, and which of their images. */
import type { FindRow } from '../../../../src/contract/index.ts';
import { hasPictures } from '../../api/pictures.ts';
import { numberOf, textOf, valuesOf } from '../../api/rows.ts';
import { filmsPlaced } from './film-places.ts';
import { type Film, filmOfRow } from './films.ts';
import { type EachRule, type FilmRule, otherRule, type Rule, rules } from './hanging-rules.ts';
import { kindOfSeries } from './pane-kinds.ts';
import { emptyPane, fitted, type Layout, layoutFor, type Pane } from './panes.ts';

/** Pictures that are made to plan others by. */
const forPlanning = /\b(scouts?|locali[sz]ers?|topograms?|survey|scano(gram)?|loc)\b/i;

/** Read before a study hangs: a study of films has few. */
const MAX_FILM_SERIES = 16;
/** Of one series. */
const MAX_FILMS = 64;

export interface Hanging {
  readonly layout: Layout;
  /** As many as the layout has. */
  readonly panes: readonly Pane[];
}

/** What is known beside the series. */
export interface HangingTerms {
  /** Of series whose films were read; the others hang as wholes. */
  readonly films?: readonly Film[] | undefined;
  readonly isNarrow?: boolean | undefined;
}

/** By the rule of its kind. */
export function hang(series: readonly FindRow[], { films = [], isNarrow = false }: HangingTerms): Hanging {
  const rule = ruleOf(series);
  const main = mainSeries(series);
  const [first] = ranked(series);
  const wholes = (rows: readonly FindRow[]) => rows.map((row) => paneOf(row));
  if (first === undefined) return sideBySide([]);
  // Reports alone.
  if (main.length === 0) return sideBySide(wholes([first]));
  if ('places' in rule)
    return filmsHung(
      rule,
      main.flatMap((row) => filmsIn(row, films)),
    );
  if ('each' in rule) return sideBySide(wholes(bestOfEach(series, rule)));
  const count = isNarrow ? 1 : rule.atOnce;
  return sideBySide(wholes(inTheirOrder(main.slice(0, count), series)));
}

/** Whether an earlier study of the same part of the body belongs beside it. */
export function hangsWithPrior(series: readonly FindRow[]): boolean {
  const rule = ruleOf(series);
  return 'hasPrior' in rule && rule.hasPrior;
}

/** The series whose films have to be known before the study can hang, by their UIDs. */
export const filmsToRead = (series: readonly FindRow[]): string[] =>
  'places' in ruleOf(series)
    ? mainSeries(series)
        .filter((row) => worthOf(row) <= MAX_FILMS)
        .slice(0, MAX_FILM_SERIES)
        .map((row) => textOf(row, 'SeriesInstanceUID'))
    : [];

function ruleOf(series: readonly FindRow[]): Rule {
  const [first = {}] = mainSeries(series);
  const fits = (rule: Rule) =>
    rule.modalities.includes(textOf(first, 'Modality')) &&
    (!('each' in rule) || bestOfEach(series, rule).length === rule.each.length);
  return rules.find(fits) ?? otherRule;
}

/** Of the modality of the most telling one, that one first. */
function mainSeries(series: readonly FindRow[]): FindRow[] {
  const [first = {}] = ranked(series);
  const modality = textOf(first, 'Modality');
  return ranked(series).filter((row) => textOf(row, 'Modality') === modality && worthOf(row) > 0);
}

/** Of the groups that there are. */
const bestOfEach = (series: readonly FindRow[], { each }: EachRule): FindRow[] =>
  each
    .map((group) => ranked(series).find((row) => group.includes(textOf(row, 'Modality')) && worthOf(row) > 0))
    .filter((row) => row !== undefined);

function filmsIn(row: FindRow, films: readonly Film[]): readonly Film[] {
  const known = films.filter(({ series }) => series === textOf(row, 'SeriesInstanceUID'));
  return known.length > 0 ? known : [filmOfRow(row)];
}

function filmsHung({ places }: FilmRule, films: readonly Film[]): Hanging {
  const { rows, columns, cells } = filmsPlaced(places, films);
  const panes = cells.map((film) => (film ? paneOfFilm(film) : emptyPane));
  // One above the other, films would be smaller than they need be.
  return rows > 1 && columns > 1 ? { layout: `${rows}x${columns}` as Layout, panes } : sideBySide(panes);
}

const paneOfFilm = ({ series, image }: Film): Pane => ({ kind: 'stack', series, image });

function sideBySide(panes: readonly Pane[]): Hanging {
  const layout = panes.length === 2 ? '1x2' : layoutFor(panes.length);
  return { layout, panes: fitted(panes, layout) };
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

/** From 0: the middle of a series of slices says more than its end does; a film begins at its beginning. */
export const firstShown = (images: number, isOneInstance: boolean): number =>
  isOneInstance ? 0 : Math.floor((images - 1) / 2);
