/** A DICOM waveform (PS3.3 A.34): one of its multiplex groups at a time. */
import { NativeSelect } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instancePath, textIn } from '../../../api/dicom-web.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import type { ObjectProps } from '../object-props.ts';
import styles from '../objects.module.css';
import { objectTags as tags } from '../tags.ts';
import { clock } from '../traces/clock.ts';
import { TraceView } from '../traces/trace-view.tsx';
import { recordingsOf } from './recordings.ts';

export function WaveformView({ study, series, instance }: ObjectProps) {
  const { t } = useTranslation('objects');
  const path = instancePath(study, series, textIn(instance, tags.SOPInstanceUID));
  const { recordings, error } = useMemo(() => recordingsOf(instance, path), [instance, path]);
  const [group, setGroup] = useState(0);
  if (error !== undefined) return <Problem error={error} />;
  const recording = recordings[group];
  if (!recording)
    return (
      <EmptyState icon={IconWaveSine} title={t('noWaveform')} meaning={t('noWaveformMeaning')} order={2} />
    );
  return (
    <>
      {recordings.length > 1 && (
        <div className={styles.bar}>
          <NativeSelect
            size="xs"
            aria-label={t('recording')}
            value={String(group)}
            data={recordings.map(({ label, seconds, channels }, i) => ({
              value: String(i),
              label: `${label || t('recording')} · ${t('channelCount', { count: channels.length })} · ${clock(seconds)}`,
            }))}
            onChange={({ currentTarget }) => setGroup(Number(currentTarget.value))}
          />
        </div>
      )}
      <TraceView key={group} id={`${path}/${group}`} recording={recording} />
    </>
  );
}
