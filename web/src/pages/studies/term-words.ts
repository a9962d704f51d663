import { useTranslation } from 'react-i18next';
import { day } from '../../format/dates.ts';
import type { DateRange, Term } from './query/term.ts';
import { useColumnTitle } from './table/column-title.ts';

interface TermWords {
  /** Of the field. */
  readonly name: string;
  readonly value: string;
}

/** What a part of a search is in words. */
export function useTermWords(): (term: Term) => TermWords {
  const { t } = useTranslation('studies');
  const titleOf = useColumnTitle();
  const days = ({ from, to }: DateRange): string => {
    if (from === undefined) return t('until', { day: day(to ?? '') });
    if (to === undefined) return t('from', { day: day(from) });
    return yearOf(from, to) ?? (from === to ? day(from) : `${day(from)} – ${day(to)}`);
  };
  return (term) => {
    switch (term.kind) {
      case 'date':
        return { name: t('date'), value: days(term) };
      case 'modality':
        return { name: t('modality'), value: term.modalities.join(', ') };
      case 'label':
        return {
          name: t('label'),
          value: term.value === undefined ? term.name : `${term.name} = ${term.value}`,
        };
      case 'key':
        return { name: titleOf(term.keyword), value: plain(term.value) };
      case 'word':
        return { name: '…', value: term.word };
    }
  };
}

function yearOf(from: string, to: string): string | undefined {
  const year = from.slice(0, 4);
  return from === `${year}0101` && to === `${year}1231` ? year : undefined;
}

/** Without what matching needs: `*^anna*` is "anna", `..1.5` is "≤ 1.5". */
function plain(value: string): string {
  const [, from, to] = /^(-?[\d.]*?)\.\.(-?[\d.]*)$/.exec(value) ?? [];
  if (from === '' && to) return `≤ ${to}`;
  if (to === '' && from) return `≥ ${from}`;
  if (from && to) return `${from} – ${to}`;
  return value
    .replace(/^\*\^?|\*$/g, '')
    .replaceAll('^', ' ')
    .replaceAll('\\', ', ');
}
