/** What stands on the timeline of somebody. */
import type { ElsewhereStudy, HistoryStudy, ListedFile } from '../../../../../src/contract/index.ts';
import { roughDateOf } from '../../../format/dates.ts';

export type CardItem =
  | { readonly kind: 'study'; readonly date: Date; readonly study: HistoryStudy }
  | { readonly kind: 'elsewhere'; readonly date: Date; readonly known: ElsewhereStudy };

export interface MarkItem {
  readonly date: Date;
  readonly file: ListedFile;
}

export const keyOfCard = (item: CardItem): string =>
  item.kind === 'study' ? item.study.studyInstanceUid : item.known.uid;

/** Those with a date, in time; what came since stands there as itself. */
export function cardsOf(studies: readonly HistoryStudy[], elsewhere: readonly ElsewhereStudy[]): CardItem[] {
  const here = studies.flatMap((study): CardItem[] => {
    const date = roughDateOf(study.studyDate ?? '');
    return date ? [{ kind: 'study', date, study }] : [];
  });
  const away = elsewhere.flatMap((known): CardItem[] => {
    const date = roughDateOf(known.date ?? '');
    return date && known.studyInstanceUid === null ? [{ kind: 'elsewhere', date, known }] : [];
  });
  return [...here, ...away].sort(byDate);
}

/** Documents with a date of their own, in time. */
export const marksOf = (files: readonly ListedFile[]): MarkItem[] =>
  files
    .flatMap((file) => {
      const date = roughDateOf(file.date ?? '');
      return date ? [{ date, file }] : [];
    })
    .sort(byDate);

const byDate = (a: { readonly date: Date }, b: { readonly date: Date }): number =>
  a.date.getTime() - b.date.getTime();
