/** Adding to the archive: what is dropped here, how far it is, whose it is, and what of it was no image. */
import { Alert, Button, Skeleton, Stack, Title } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '../../api/arrived.ts';
import { me } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { PapersDialog } from '../../components/papers/papers-dialog.tsx';
import type { FileResult } from '../../upload/outcomes.ts';
import { useAdding } from '../../upload/use-adding.ts';
import { Arrived } from './arrived.tsx';
import { DropZone } from './drop-zone.tsx';
import { Expected } from './expected.tsx';
import { FileResults } from './file-results.tsx';
import { GoOn } from './go-on.tsx';
import { NotImages } from './not-images.tsx';
import { Progress } from './progress.tsx';

export function Add() {
  const { t } = useTranslation('add');
  const { who } = useSearch({ from: '/shell/add' });
  const state = useAdding();
  const { phase, results } = state;
  const uids = useMemo(() => studiesIn(results), [results]);
  const people = useQuery(arrived(uids));
  const [isPhotographing, setPhotographing] = useState(false);
  const may = useMay();
  const { data } = useQuery(me);
  if (!data) return <Skeleton h={320} />;
  if (!may('store'))
    return (
      <Stack>
        <Title order={1}>{t('title')}</Title>
        <Alert>{t('mayNot')}</Alert>
      </Stack>
    );
  return (
    <Stack gap="lg">
      <Title order={1}>{t('title')}</Title>
      {who !== undefined && <Expected who={who} arrived={people.data ?? []} />}
      {isPhotographing && <PapersDialog onClose={() => setPhotographing(false)} />}
      <DropZone account={data.actor.name} isSmall={phase !== 'idle'}>
        <Button
          variant="default"
          leftSection={<IconCamera size={18} aria-hidden />}
          onClick={() => setPhotographing(true)}
        >
          {t('papers')}
        </Button>
      </DropZone>
      {phase === 'idle' && <GoOn account={data.actor.name} />}
      {phase !== 'idle' && <Progress state={state} />}
      <Arrived people={people.data ?? []} studies={uids.length} />
      {phase === 'done' && <NotImages results={results} people={people.data ?? []} />}
      <FileResults results={results} />
    </Stack>
  );
}

const studiesIn = (results: readonly FileResult[]): string[] => [
  ...new Set(results.flatMap(({ studyInstanceUid }) => studyInstanceUid ?? [])),
];
