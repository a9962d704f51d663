/** A recording that is kept as a file (EDF, EDF+, BDF), with the screen for itself. */
import { Badge, Text } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EdfRecording } from '../../../../../src/waveform/index.ts';
import { fileOf } from '../../../api/files.ts';
import { useIsGuest } from '../../../api/rights.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { sharedPlace } from '../../../components/study-places.ts';
import { moment } from '../../../format/dates.ts';
import { useDarkScreen } from '../../use-dark-screen.ts';
import { useLeave } from '../../use-leave.ts';
import { FileHead } from '../file-head.tsx';
import { TraceView } from '../traces/trace-view.tsx';
import { Waiting } from '../waiting.tsx';
import page from './recording.module.css';
import { recordingIn } from './recording-in.ts';

const route = getRouteApi('/recordings/$digest');

export function RecordingPage() {
  useDarkScreen();
  const { t } = useTranslation('objects');
  const { digest } = route.useParams();
  const file = useQuery(fileOf(digest));
  const recording = useQuery({ ...recordingIn(file.data), enabled: file.data?.preview === 'recording' });
  const onLeave = useLeave(useIsGuest() ? sharedPlace : '/studies');
  return (
    <main className={page.page}>
      <FileHead file={file.data} onLeave={onLeave}>
        {recording.data && <Facts recording={recording.data} />}
      </FileHead>
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
