/** One study: what it is, its series, everything that is said in it, how it came, what is unsettled about it. */
import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ComponentType, lazy, type ReactNode, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/rights.ts';
import { study as studyQuery } from '../../api/studies.ts';
import { NothingHere } from '../../components/nothing-here.tsx';
import { Problem } from '../../components/problem.tsx';
import { loadTexts } from '../../i18n/index.ts';
import { ConflictsTab } from './conflicts/conflicts-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { Header } from './header.tsx';
import { type StudySearch, type StudyTab, tabs } from './search-params.ts';
import { SeriesTab } from './series-tab.tsx';

/** It knows all elements by name: of everything on this page that is most to load. */
const ElementsTab = lazy(async () => ({
  default: (await import('./elements/elements-tab.tsx')).ElementsTab,
}));

/** What was done is said in words of the audit log. */
const HistoryTab = lazy(async () => {
  const [{ HistoryTab: tab }] = await Promise.all([import('./history-tab.tsx'), loadTexts('administration')]);
  return { default: tab };
});

const contents: Readonly<Record<StudyTab, ComponentType<{ study: string }>>> = {
  series: SeriesTab,
  elements: ElementsTab,
  history: HistoryTab,
  conflicts: ConflictsTab,
  files: FilesTab,
};

export function StudyPage(): ReactNode {
  const { study = '' } = useParams({ strict: false });
  // Nothing of another study is ever seen here, not for a moment.
  return <OneStudy key={study} study={study} />;
}

function OneStudy({ study }: { readonly study: string }): ReactNode {
  const { t } = useTranslation('study');
  const { tab = 'series' }: StudySearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const may = useMay();
  const found = useQuery(studyQuery(study));
  // Drawn in small pieces: the page can be used meanwhile.
  const row = useDeferredValue(found.data);
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (row === undefined) return <Skeleton h={320} />;
  if (row === null) return <NothingHere />;
  const Content = contents[tab];
  const offered = tabs.filter((each) =>
    each === 'conflicts' ? may('edit') : each !== 'elements' || may('view'),
  );
  return (
    <Stack gap="md">
      <Header row={row} study={study} />
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '/studies/$study',
            params: { study },
            search: next === 'series' || next === null ? {} : { tab: next as StudyTab },
          })
        }
      >
        <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {offered.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(each)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Suspense fallback={<Skeleton h={200} />}>
            <Content study={study} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
