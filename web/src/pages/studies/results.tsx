/** What a search found: how many there are, and the table of them. */
import { Button } from '@mantine/core';
import { IconPhotoScan, IconSearchOff } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.tsx';
import { studyPlace, viewerPlace } from '../../components/study-places.ts';
import { Above } from './above.tsx';
import type { StudyQuery } from './query/request.ts';
import { columnsOf, newestFirst, type StudiesSearch, studiesRequest } from './search-params.ts';
import { StudyTable } from './table/study-table.tsx';

interface ResultsProps {
  readonly search: StudiesSearch;
  readonly query: StudyQuery;
  readonly sizing: Readonly<Record<string, number>>;
  readonly onSizing: (sizing: Readonly<Record<string, number>>) => void;
  readonly onChange: (part: Partial<StudiesSearch>, isStep?: boolean) => void;
}

/** Nothing of it is drawn again while the words of the next search are being understood. */
export const Results = memo(function Results({ search, query, sizing, onSizing, onChange }: ResultsProps) {
  const { history } = useRouter();
  const { sort = newestFirst, q = '' } = search;
  const request = studiesRequest(query, search);
  return (
    <StudyTable
      key={JSON.stringify(request)}
      request={request}
      asked={q}
      shown={columnsOf(search.columns)}
      sort={sort}
      sizing={sizing}
      onSizing={onSizing}
      onSort={(next) => onChange({ sort: next === newestFirst ? undefined : next })}
      onPeek={(open) => onChange({ open }, false)}
      onOpen={(study) => history.push(studyPlace(study))}
      onView={(study) => history.push(viewerPlace(study))}
      above={(state) => <Above {...state} query={query} />}
      none={<None isSearch={q !== ''} />}
    />
  );
});

function None({ isSearch }: { readonly isSearch: boolean }) {
  const { t } = useTranslation('studies');
  if (!isSearch)
    return <EmptyState icon={IconPhotoScan} title={t('empty')} meaning={t('emptyMeaning')} order={2} />;
  return (
    <EmptyState icon={IconSearchOff} title={t('none')} meaning={t('noneMeaning')} order={2}>
      <Button component={Link} to="/studies" variant="default">
        {t('showAll')}
      </Button>
    </EmptyState>
  );
}
