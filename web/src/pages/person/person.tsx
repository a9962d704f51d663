/** Somebody's whole imaging life: who they are, their studies on an axis of years, what is kept beside them. */
import { Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconTimelineEvent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryStudy } from '../../../../src/contract/index.ts';
import { history } from '../../api/people.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { dateOf } from '../../format/dates.ts';
import { BodyMap } from './body-map/body-map.tsx';
import { type Region, regions, regionsOf } from './body-map/regions.ts';
import { Dialogs, type OpenDialog } from './dialogs.tsx';
import { AddMenu } from './documents/add-menu.tsx';
import { Documents } from './documents/documents.tsx';
import { ElsewhereList } from './elsewhere/elsewhere-list.tsx';
import { Suggestions } from './elsewhere/suggestions.tsx';
import { Head } from './head.tsx';
import styles from './person.module.css';
import type { PersonSearch } from './search-params.ts';
import { StudyList } from './study-list.tsx';
import { cardsOf, marksOf } from './timeline/items.ts';
import { Timeline } from './timeline/timeline.tsx';
import { ViewChoice } from './view-choice.tsx';

export function PersonPage() {
  const { t } = useTranslation('person');
  const { key } = useParams({ from: '/shell/people/$key' });
  const { zoom = 1, part, view, file } = useSearch({ from: '/shell/people/$key' });
  const navigate = useNavigate({ from: '/people/$key' });
  const isSmall = useMediaQuery('(max-width: 48em)') ?? false;
  const shown = view ?? (isSmall ? 'list' : 'time');
  const set = (change: PersonSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const told = useQuery(history(key));
  const studies = useMemo(() => told.data?.studies.filter(isOf(part)) ?? [], [told.data, part]);
  const cards = useMemo(
    () => cardsOf(studies, part === undefined ? (told.data?.elsewhere ?? []) : []),
    [studies, part, told.data],
  );
  const marks = useMemo(() => marksOf(told.data?.files ?? []), [told.data]);
  const [open, setOpen] = useState<OpenDialog>();
  if (told.isError) return <Problem error={told.error} onRetry={() => void told.refetch()} />;
  if (!told.data) return <Skeleton h={480} />;
  const { somebody, elsewhere, files, more } = told.data;
  const undated = studies.filter(({ studyDate }) => dateOf(studyDate ?? '') === undefined);
  const photos = new Set(elsewhere.flatMap(({ photo }) => photo ?? []));
  return (
    <Stack gap="lg">
      <Head
        somebody={somebody}
        studies={told.data.studies.map(({ studyInstanceUid }) => studyInstanceUid)}
        isCut={more}
      >
        <AddMenu somebody={somebody} onOpen={setOpen} />
      </Head>
      <Suggestions elsewhere={elsewhere} studies={told.data.studies} />
      {told.data.studies.length === 0 ? (
        <EmptyState icon={IconTimelineEvent} title={t('empty')} meaning={t('emptyMeaning')} order={2} />
      ) : (
        <div className={styles.columns}>
          <Stack gap="xs" className={styles.time ?? ''}>
            <ViewChoice view={shown} onView={(wanted) => set({ view: wanted })} />
            {shown === 'time' && (
              <Timeline
                cards={cards}
                marks={marks}
                zoom={zoom}
                onZoom={(wanted) => set({ zoom: round(wanted) })}
                onElsewhere={setOpen}
                onDocument={({ digest }) => set({ file: digest })}
              />
            )}
            {shown === 'time' && (
              <div data-print-only>
                <StudyList studies={studies} birthDate={somebody.birthDate} />
              </div>
            )}
            {shown === 'list' && <StudyList studies={studies} birthDate={somebody.birthDate} />}
            {shown === 'time' && undated.length > 0 && <StudyList studies={undated} title={t('undated')} />}
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
      <Documents
        files={files.filter(({ digest }) => !photos.has(digest))}
        onOpen={({ digest }) => set({ file: digest })}
      />
      <ElsewhereList elsewhere={elsewhere} onEdit={setOpen} />
      <Dialogs
        somebody={somebody}
        studies={told.data.studies}
        file={files.find(({ digest }) => digest === file)}
        open={open}
        onCloseFile={() => set({ file: undefined })}
        onClose={() => setOpen(undefined)}
      />
    </Stack>
  );
}

const round = (zoom: number): number | undefined => (zoom > 1.01 ? Math.round(zoom * 100) / 100 : undefined);

const isOf =
  (part: Region | undefined) =>
  (study: HistoryStudy): boolean =>
    part === undefined || regionsOf(study).includes(part);

/** From head to foot. */
function countsOf(studies: readonly HistoryStudy[]): Map<Region, number> {
  const all = studies.flatMap(regionsOf);
  const counts = regions.map((region) => [region, all.filter((each) => each === region).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}
