/** Where studies stand on a timeline: pure, in CSS pixels. */

export interface Placed<Study> {
  /** One, or several that stand too close to be told apart at this scale. */
  readonly studies: readonly [Study, ...Study[]];
  /** Of the date of the first on the axis. */
  readonly x: number;
  /** Left edge of the card. */
  readonly left: number;
  /** Row of cards, from the axis on. */
  readonly lane: number;
}

export interface Tick {
  readonly x: number;
  readonly year: number;
  /** 1 to 12; undefined for the beginning of a year. */
  readonly month?: number;
}

export interface Layout<Study> {
  readonly width: number;
  readonly lanes: number;
  readonly cards: readonly Placed<Study>[];
  readonly ticks: readonly Tick[];
  /** Left edges of the small marks, in their order. */
  readonly marks: readonly number[];
}

export interface Scale {
  readonly pixelsPerYear: number;
  readonly cardWidth: number;
  readonly maximumLanes: number;
  /** Of one of the small marks between axis and cards. */
  readonly markWidth: number;
}

const yearMs = 365.2425 * 86_400_000;
const gap = 8;
/** A label of the axis needs this much. */
const tickWidth = 56;
const yearSteps = [1, 2, 5, 10, 20, 50, 100];

/** Years from the beginning of the first to the end of the last: what `pixelsPerYear` is divided by. */
export function spanOf(dates: readonly Date[]): number {
  const years = dates.map((date) => date.getUTCFullYear());
  return years.length === 0 ? 1 : Math.max(...years) - Math.min(...years) + 1;
}

/**
 * @param studies in time
 * @param marks what else stands on the axis, in time
 */
export function layOut<Study extends { readonly date: Date }>(
  studies: readonly Study[],
  { pixelsPerYear, cardWidth, maximumLanes, markWidth }: Scale,
  marks: readonly Date[] = [],
): Layout<Study> {
  const dates = [...studies.map(({ date }) => date), ...marks];
  if (dates.length === 0) return { width: 0, lanes: 0, cards: [], ticks: [], marks: [] };
  const firstYear = Math.min(...dates.map((date) => date.getUTCFullYear()));
  const years = spanOf(dates);
  const xOf = (date: Date) => ((date.getTime() - Date.UTC(firstYear, 0, 1)) / yearMs) * pixelsPerYear;
  const width = Math.max(years * pixelsPerYear, cardWidth);
  const rightEdges: number[] = [];
  const cards: { studies: [Study, ...Study[]]; x: number; left: number; lane: number }[] = [];
  for (const study of studies) {
    const x = xOf(study.date);
    const left = Math.max(0, Math.min(x - gap, width - cardWidth));
    const free = rightEdges.findIndex((edge) => edge <= left);
    const lane = free >= 0 ? free : rightEdges.length;
    const last = cards.at(-1);
    if (lane >= maximumLanes && last) last.studies.push(study);
    else {
      rightEdges[lane] = left + cardWidth + gap;
      cards.push({ studies: [study], x, left, lane });
    }
  }
  const ticks = [...ticksOf(firstYear, years, pixelsPerYear)];
  const lefts = marksBeside(marks.map(xOf), width, markWidth);
  return { width, lanes: rightEdges.length, cards, ticks, marks: lefts };
}

/** Each in its place, or beside the one before. */
function marksBeside(xs: readonly number[], width: number, markWidth: number): number[] {
  let free = 0;
  return xs.map((x) => {
    const left = Math.min(Math.max(free, x - markWidth / 2), Math.max(0, width - markWidth));
    free = left + markWidth;
    return left;
  });
}

function* ticksOf(firstYear: number, years: number, pixelsPerYear: number): Generator<Tick> {
  const step = yearSteps.find((each) => each * pixelsPerYear >= tickWidth) ?? yearSteps.at(-1)!;
  const showsMonths = pixelsPerYear >= tickWidth * 12;
  for (let year = firstYear; year < firstYear + years; year++) {
    const x = (year - firstYear) * pixelsPerYear;
    if (year % step === 0 || (step > 1 && year === firstYear)) yield { x, year };
    for (let month = 2; showsMonths && month <= 12; month++)
      yield { x: x + ((month - 1) / 12) * pixelsPerYear, year, month };
  }
}
