/** All studies, or those that a search finds. */
import { Box, Button, Drawer, Group, Skeleton, Title } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconFilter, IconPhotoScan, IconSearchOff } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { studyPlace, viewerPlace } from '../../components/study-places.ts';
import { Above } from './above.tsx';
import { Chips } from './chips.tsx';
import { Filters } from './filters.tsx';
import { columnsOf, newestFirst, studiesRequest } from './search-params.ts';
import styles from './studies.module.css';
import { StudyPanel } from './study-panel.tsx';
import { StudyTable } from './table/study-table.tsx';
import { useStudiesSearch } from './use-studies-search.ts';
import { ViewsMenu } from './views-menu.tsx';

export function Studies(): ReactNode {
  const { t } = useTranslation('studies');
  const { history } = useRouter();
  const { search, terms, query, error, change, add, replace } = useStudiesSearch();
  const [hasFilters, filters] = useDisclosure();
  const [sizing, setSizing] = useLocalStorage<Readonly<Record<string, number>>>({
    key: 'isocenter.study-columns',
    defaultValue: {},
  });
  const { sort = newestFirst } = search;
  const shown = columnsOf(search.columns);
  const request = query && studiesRequest(query, search);
  const panel = <Filters query={query} onAdd={add} />;
  return (
    <div className={styles.page}>
      <Box visibleFrom="lg" className={styles.filters}>
        {panel}
      </Box>
      <Drawer opened={hasFilters} onClose={filters.close} title={t('filters')} size="xs">
        {panel}
      </Drawer>
      <div className={styles.results}>
        <Group justify="space-between" wrap="nowrap">
          <Title order={1}>{t('title')}</Title>
          <Group gap={8} wrap="nowrap">
            <Button
              hiddenFrom="lg"
              size="compact-sm"
              variant="default"
              leftSection={<IconFilter size={16} aria-hidden />}
              onClick={filters.open}
            >
              {t('filters')}
            </Button>
            <Box visibleFrom="sm">
              <ViewsMenu
                shown={shown}
                onShow={(columns) => change({ columns: columns.join() }, false)}
                current={{ search, sizing }}
                onSizing={setSizing}
              />
            </Box>
          </Group>
        </Group>
        <Chips terms={terms} onReplace={replace} />
        {error && <Problem error={error} />}
        {request ? (
          <StudyTable
            key={JSON.stringify(request)}
            request={request}
            asked={search.q ?? ''}
            shown={shown}
            sort={sort}
            sizing={sizing}
            onSizing={setSizing}
            onSort={(next) => change({ sort: next === newestFirst ? undefined : next })}
            onPeek={(open) => change({ open }, false)}
            onOpen={(study) => history.push(studyPlace(study))}
            onView={(study) => history.push(viewerPlace(study))}
            above={(state) => <Above {...state} query={query} />}
            none={<None isSearch={terms.length > 0} />}
          />
        ) : (
          <Skeleton h={400} />
        )}
      </div>
      {search.open !== undefined && (
        <StudyPanel study={search.open} onClose={() => change({ open: undefined }, false)} />
      )}
    </div>
  );
}

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
