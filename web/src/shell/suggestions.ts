/** What the search box offers while one types. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FindRow, Somebody } from '../../../src/contract/index.ts';
import { api } from '../api/client.ts';
import { useMay } from '../api/rights.ts';
import { textOf, valuesOf } from '../api/rows.ts';
import { adminPlaces } from '../components/admin-places.ts';
import { personPlace } from '../components/people-places.ts';
import { studyPlace } from '../components/study-places.ts';
import { day } from '../format/dates.ts';
import { personName } from '../format/person-name.ts';
import { usePlaces } from './places.ts';

export interface Suggestion {
  readonly place: string;
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly more: string;
}

export interface SuggestionGroup {
  readonly title: 'people' | 'studies' | 'pages';
  readonly suggestions: readonly Suggestion[];
}

/** Of each kind. */
const offered = 5;
/** Of one letter there are too many. */
const fewestLetters = 2;

export function useSuggestions(words: string): SuggestionGroup[] {
  const { t } = useTranslation('shell');
  const places = usePlaces();
  const may = useMay();
  const isAsked = words.length >= fewestLetters && !/[:<>=*?\\]/.test(words);
  const { data } = useQuery({
    queryKey: ['suggestions', words],
    queryFn: async ({ signal }) => {
      const match = { StudyDescription: `${words}*` };
      const [people, studies] = await Promise.all([
        peopleFor(words, signal),
        api.find({ match, limit: offered }, { signal }),
      ]);
      return { people: people.map(personOf), studies: studies.rows.map(studyOf) };
    },
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  if (!isAsked) return [];
  const pages = [...places, ...(may('administer') ? adminPlaces : [])]
    .filter(({ text }) => t(text).toLowerCase().startsWith(words.toLowerCase()))
    .map(({ to, text }) => ({ place: to, name: t(text), more: '' }));
  const groups = [
    { title: 'people', suggestions: data?.people ?? [] },
    { title: 'studies', suggestions: data?.studies ?? [] },
    { title: 'pages', suggestions: pages },
  ] as const;
  return groups.filter(({ suggestions }) => suggestions.length > 0);
}

/** Who begins so; where nobody does, and it is no number or date, whose name has it anywhere, which takes longer. */
async function peopleFor(search: string, signal: AbortSignal): Promise<readonly Somebody[]> {
  const asked = { search, limit: offered };
  const { people } = await api.peopleList({ ...asked, where: 'beginning' }, { signal });
  if (people.length > 0 || /\d/.test(search)) return people;
  return (await api.peopleList(asked, { signal })).people;
}

function personOf(somebody: Somebody): Suggestion {
  const ids = somebody.patients.flatMap(({ patientId }) => patientId ?? []);
  const more = [ids.join(', '), day(somebody.birthDate ?? '')].filter((text) => text !== '');
  const name = personName(somebody.name ?? '');
  return { place: personPlace(somebody), name: name || ids.join(', '), more: more.join(' · ') };
}

function studyOf(row: FindRow): Suggestion {
  const more = [
    personName(textOf(row, 'PatientName')),
    day(textOf(row, 'StudyDate')),
    valuesOf(row, 'ModalitiesInStudy').join(' '),
  ];
  return {
    place: studyPlace(textOf(row, 'StudyInstanceUID')),
    name: textOf(row, 'StudyDescription'),
    more: more.filter((text) => text !== '').join(' · '),
  };
}
