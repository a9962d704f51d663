/** A recording that is kept as a file (EDF, EDF+, BDF), with the screen for itself. */
import { ActionIcon, Badge, Button, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconDownload, IconWaveSine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EdfRecording } from '../../../../../src/waveform/index.ts';
import { fileOf } from '../../../api/files.ts';
import { useMay } from '../../../api/rights.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { moment } from '../../../format/dates.ts';
import { useDarkScreen } from '../../use-dark-screen.ts';
import styles from '../objects.module.css';
import { TraceView } from '../traces/trace-view.tsx';
import { Waiting } from '../waiting.tsx';
import page from './recording.module.css';
import { recordingIn } from './recording-in.ts';

const route = getRouteApi('/recordings/$digest');

export function RecordingPage() {
  useDarkScreen();
  const { t } = useTranslation(['objects', 'viewer']);
  const { digest } = route.useParams();
  const { history } = useRouter();
  const may = useMay();
  const file = useQuery(fileOf(digest));
  const recording = useQuery({ ...recordingIn(file.data), enabled: file.data?.preview === 'recording' });
  const onLeave = () => (history.canGoBack() ? history.back() : history.push('/studies'));
  return (
    <main className={page.page}>
      <header className={styles.bar}>
        <Tooltip label={t('viewer:back')}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('viewer:back')} onClick={onLeave}>
            <IconArrowLeft size={20} />
          </ActionIcon>
        </Tooltip>
        <Title order={1} size="h5" className={styles.wraps ?? ''}>
          {file.data?.name ?? t('recording')}
        </Title>
        {recording.data && <Facts recording={recording.data} />}
        {may('download') && (
          <Button
            ml="auto"
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={16} />}
            component="a"
            href={`/api/files/${digest}/content`}
            download={file.data?.name ?? ''}
          >
            {t('saveFile')}
          </Button>
        )}
      </header>
      {file.data && file.data.preview !== 'recording' && (
        <EmptyState
          icon={IconWaveSine}
          title={t('noRecording')}
          meaning={t('noRecordingMeaning')}
          order={2}
        />
      )}
      {(file.error ?? recording.error) && <Problem error={file.error ?? recording.error} />}
      {recording.isLoading && <Waiting />}
      {recording.data && <TraceView id={digest} recording={recording.data} />}
    </main>
  );
}

function Facts({ recording: { startedAt, isInterrupted } }: { readonly recording: EdfRecording }) {
  const { t } = useTranslation('objects');
  return (
    <>
      {startedAt !== undefined && (
        <Text size="sm" c="dimmed">
          {t('startedAt', { at: moment(startedAt) })}
        </Text>
      )}
      {isInterrupted && (
        <Badge color="yellow" variant="light" tt="none" radius="sm">
          {t('interrupted')}
        </Badge>
      )}
    </>
  );
}
