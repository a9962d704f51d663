/** What the search box offers while one types. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FindRow, Somebody } from '../../../../src/contract/index.ts';
import { useMay } from '../../api/rights.ts';
import { textOf, valuesOf } from '../../api/rows.ts';
import { adminPlaces } from '../../components/admin-places.ts';
import { labelPlace } from '../../components/label-place.ts';
import { personPlace } from '../../components/people-places.ts';
import { seriesPlace, studyPlace } from '../../components/study-places.ts';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import { usePlaces } from '../places.ts';
import { beginsWithin } from './begins.ts';
import { useCommands } from './commands.ts';
import { foundFor } from './found.ts';

export interface Suggestion {
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly more?: string;
  /** Where it leads, or what it does here. */
  readonly place?: string;
  readonly act?: () => void;
}

export interface SuggestionGroup {
  readonly title: 'people' | 'studies' | 'series' | 'labels' | 'pages' | 'commands';
  readonly suggestions: readonly Suggestion[];
}

/** Of one letter there are too many. */
const fewestLetters = 2;

export function useSuggestions(words: string): SuggestionGroup[] {
  const isAsked = words.length >= fewestLetters && !/[:<>=*?\\]/.test(words);
  const pages = usePages(isAsked ? words : '');
  const commands = useCommands(isAsked ? words : '');
  const { data } = useQuery({
    queryKey: ['suggestions', words],
    queryFn: ({ signal }) => foundFor(words, signal),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const found = isAsked ? data : undefined;
  const groups: readonly SuggestionGroup[] = [
    { title: 'people', suggestions: found?.people.map(personOf) ?? [] },
    { title: 'studies', suggestions: found?.studies.map(studyOf) ?? [] },
    { title: 'series', suggestions: found?.series.map(seriesOf) ?? [] },
    { title: 'labels', suggestions: found?.labels.map(labelOf) ?? [] },
    { title: 'pages', suggestions: pages },
    { title: 'commands', suggestions: commands },
  ];
  return groups.filter(({ suggestions }) => suggestions.length > 0);
}

function usePages(typed: string): Suggestion[] {
  const { t } = useTranslation('shell');
  const places = usePlaces();
  const may = useMay();
  if (typed === '') return [];
  return [...places, ...(may('administer') ? adminPlaces : [])]
    .map(({ to, text }) => ({ place: to, name: t(text) }))
    .filter(({ name }) => beginsWithin(typed, name));
}

function personOf(somebody: Somebody): Suggestion {
  const ids = somebody.patients.flatMap(({ patientId }) => patientId ?? []).join(', ');
  const name = personName(somebody.name ?? '');
  return {
    place: personPlace(somebody),
    name: name || ids,
    more: together(ids, day(somebody.birthDate ?? '')),
  };
}

function studyOf(row: FindRow): Suggestion {
  return {
    place: studyPlace(textOf(row, 'StudyInstanceUID')),
    name: textOf(row, 'StudyDescription'),
    more: together(whose(row), valuesOf(row, 'ModalitiesInStudy').join(' ')),
  };
}

function seriesOf(row: FindRow): Suggestion {
  return {
    place: seriesPlace(textOf(row, 'StudyInstanceUID'), textOf(row, 'SeriesInstanceUID')),
    name: textOf(row, 'SeriesDescription') || textOf(row, 'ProtocolName'),
    more: together(whose(row), textOf(row, 'Modality')),
  };
}

const labelOf = (name: string): Suggestion => ({ place: labelPlace(name), name });

const whose = (row: FindRow): string =>
  together(personName(textOf(row, 'PatientName')), day(textOf(row, 'StudyDate')));

const together = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join(' · ');
