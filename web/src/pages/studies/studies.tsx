/** All studies, or those that a search finds. */
import { Box, Button, Drawer, Group, Skeleton, Title } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/problem.tsx';
import { Chips } from './chips.tsx';
import { Filters } from './filters.tsx';
import { Results } from './results.tsx';
import { columnsOf } from './search-params.ts';
import styles from './studies.module.css';
import { StudyPanel } from './study-panel.tsx';
import { useStudiesSearch } from './use-studies-search.ts';
import { ViewsMenu } from './views-menu.tsx';

export function Studies(): ReactNode {
  const { t } = useTranslation('studies');
  const { search, terms, query, last, error, change, add, replace } = useStudiesSearch();
  const [hasFilters, filters] = useDisclosure();
  const [sizing, setSizing] = useLocalStorage<Readonly<Record<string, number>>>({
    key: 'isocenter.study-columns',
    defaultValue: {},
  });
  const shown = columnsOf(search.columns);
  const panel = <Filters query={last?.query} onAdd={add} />;
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
        {last && (
          <div className={styles.found} aria-busy={query === undefined}>
            <Results {...last} sizing={sizing} onSizing={setSizing} onChange={change} />
          </div>
        )}
        {!last && !error && <Skeleton h={400} />}
      </div>
      {search.open !== undefined && (
        <StudyPanel study={search.open} onClose={() => change({ open: undefined }, false)} />
      )}
    </div>
  );
}
