/** Somebody's whole imaging life: who they are, their studies on an axis of years, what is kept beside them. */
import { Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconTimelineEvent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryStudy } from '../../../../src/contract/index.ts';
import { history } from '../../api/people.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { dateOf } from '../../format/dates.ts';
import { BodyMap } from './body-map/body-map.tsx';
import { type Region, regions, regionsOf } from './body-map/regions.ts';
import { Documents } from './documents.tsx';
import { Head } from './head.tsx';
import styles from './person.module.css';
import type { PersonSearch } from './search-params.ts';
import { StudyList } from './study-list.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { ViewChoice } from './view-choice.tsx';

export function PersonPage() {
  const { t } = useTranslation('person');
  const { key } = useParams({ from: '/shell/people/$key' });
  const { zoom = 1, part, view } = useSearch({ from: '/shell/people/$key' });
  const navigate = useNavigate({ from: '/people/$key' });
  const isSmall = useMediaQuery('(max-width: 48em)') ?? false;
  const shown = view ?? (isSmall ? 'list' : 'time');
  const set = (change: PersonSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const told = useQuery(history(key));
  const studies = useMemo(() => told.data?.studies.filter(isOf(part)) ?? [], [told.data, part]);
  const dated = useMemo(() => studies.flatMap(withDate), [studies]);
  if (told.isError) return <Problem error={told.error} onRetry={() => void told.refetch()} />;
  if (!told.data) return <Skeleton h={480} />;
  const { somebody, files, more } = told.data;
  return (
    <Stack gap="lg">
      <Head somebody={somebody} isCut={more} />
      {told.data.studies.length === 0 ? (
        <EmptyState icon={IconTimelineEvent} title={t('empty')} meaning={t('emptyMeaning')} order={2} />
      ) : (
        <div className={styles.columns}>
          <Stack gap="xs" className={styles.time ?? ''}>
            <ViewChoice view={shown} onView={(wanted) => set({ view: wanted })} />
            {shown === 'time' && (
              <Timeline studies={dated} zoom={zoom} onZoom={(wanted) => set({ zoom: round(wanted) })} />
            )}
            {shown === 'time' && (
              <div data-print-only>
                <StudyList studies={studies} birthDate={somebody.birthDate} />
              </div>
            )}
            {shown === 'list' && <StudyList studies={studies} birthDate={somebody.birthDate} />}
            {shown === 'time' && dated.length < studies.length && (
              <StudyList
                studies={studies.filter((study) => withDate(study).length === 0)}
                title={t('undated')}
              />
            )}
          </Stack>
          <div className={styles.map}>
            <BodyMap
              counts={countsOf(told.data.studies)}
              chosen={part}
              onChoose={(chosen) => set({ part: chosen })}
            />
          </div>
        </div>
      )}
      <Documents files={files} />
    </Stack>
  );
}

const round = (zoom: number): number | undefined => (zoom > 1.01 ? Math.round(zoom * 100) / 100 : undefined);

const isOf =
  (part: Region | undefined) =>
  (study: HistoryStudy): boolean =>
    part === undefined || regionsOf(study).includes(part);

function withDate(study: HistoryStudy) {
  const date = dateOf(study.studyDate ?? '');
  return date ? [{ ...study, date }] : [];
}

/** From head to foot. */
function countsOf(studies: readonly HistoryStudy[]): Map<Region, number> {
  const all = studies.flatMap(regionsOf);
  const counts = regions.map((region) => [region, all.filter((each) => each === region).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}
