/** Which other study of the same person is to be compared with one, and which of its series. Pure. */
import type { FindRow, HistoryStudy } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { inOrderOfWorth } from '../workspace/hanging.ts';
import { fitted, type Pane } from '../workspace/panes.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface Prior {
  readonly study: HistoryStudy;
  /** Of the same modality and the same part of the body. */
  readonly isAlike: boolean;
  readonly isEarlier: boolean;
}

/** Those that are alike first, of each the nearest earlier one first; later ones come after all that are earlier. */
export function priorsOf(uid: string, history: readonly HistoryStudy[]): Prior[] {
  const here = history.find((study) => study.studyInstanceUid === uid);
  if (!here) return [];
  const now = timeOf(here);
  return history
    .filter((study) => study !== here && study.instanceCount > 0)
    .map((study) => ({ study, isAlike: isAlike(here, study), isEarlier: timeOf(study) < now }))
    .sort((a, b) => rank(a) - rank(b) || nearestFirst(a, b));
}

const timeOf = ({ studyDate, studyTime }: HistoryStudy): string => `${studyDate ?? ''}${studyTime ?? ''}`;
const rank = ({ isAlike: alike, isEarlier }: Prior): number => (alike ? 0 : 2) + (isEarlier ? 0 : 1);

function nearestFirst(a: Prior, b: Prior): number {
  const order = timeOf(a.study) < timeOf(b.study) ? 1 : -1;
  return a.isEarlier ? order : -order;
}

function isAlike(a: HistoryStudy, b: HistoryStudy): boolean {
  const shares = (ofA: readonly string[], ofB: readonly string[]) => ofA.some((each) => ofB.includes(each));
  // Where one of them says nothing of the body, words of the descriptions have to do.
  const isSamePart =
    a.bodyParts.length > 0 && b.bodyParts.length > 0
      ? shares(a.bodyParts, b.bodyParts)
      : shares(wordsOf(a.description), wordsOf(b.description));
  return shares(a.modalities, b.modalities) && isSamePart;
}

const wordsOf = (text: string | null): string[] => (text ?? '').toLowerCase().match(/\p{L}{3,}/gu) ?? [];

/** Series of an open study that have others of an earlier one beside them. */
const MAX_PAIRS = 2;

/** What is on the screen, with what is most like it in an earlier study at its right: of each series another one. */
export function withPriors(
  before: Workspace,
  series: readonly FindRow[],
  prior: { readonly study: string; readonly series: readonly FindRow[] },
): Workspace {
  let rest = prior.series;
  const pairs = before.panes.slice(0, MAX_PAIRS).flatMap((pane) => {
    const row = series.find((each) => textOf(each, 'SeriesInstanceUID') === pane.series);
    const like = row && seriesLike(row, rest);
    rest = rest.filter((each) => textOf(each, 'SeriesInstanceUID') !== like?.series);
    return like ? [[pane, { ...like, study: prior.study }]] : [];
  });
  if (pairs.length === 0) return before;
  const layout = pairs.length === 1 ? '1x2' : '2x2';
  return { layout, panes: fitted(pairs.flat(), layout), active: 0, isFull: false };
}

/** The series of another study that is most like one: by modality, then by the words that both have; else its most telling one. */
export function seriesLike(row: FindRow | undefined, others: readonly FindRow[]): Pane | undefined {
  const order = inOrderOfWorth(others);
  const wanted = new Set(wordsOf(row ? textOf(row, 'SeriesDescription') : ''));
  const likeness = ({ series }: Pane): number => {
    const other = others.find((each) => textOf(each, 'SeriesInstanceUID') === series) ?? {};
    const isSame = row !== undefined && textOf(other, 'Modality') === textOf(row, 'Modality');
    const shared = wordsOf(textOf(other, 'SeriesDescription')).filter((word) => wanted.has(word));
    return (isSame ? 100 : 0) + shared.length;
  };
  // Sorting keeps the order of those that are as much alike.
  return order.toSorted((a, b) => likeness(b) - likeness(a))[0];
}
