/** A film that is kept as a video stream (PS3.5 8.2.5 and on): played by the browser, picture by picture too. */
import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instancePath, textIn } from '../../../api/dicom-web.ts';
import { frameRateOf } from '../../engine/frame-rate.ts';
import type { ObjectProps } from '../object-props.ts';
import styles from '../objects.module.css';
import { objectTags as tags } from '../tags.ts';
import { codingOf } from './coding.ts';
import video from './video.module.css';

export function VideoView({ study, series, instance }: ObjectProps) {
  const { t } = useTranslation('objects');
  const element = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const rate = frameRateOf(instance);
  const coding = codingOf(textIn(instance, tags.AvailableTransferSyntaxUID));
  const src = `${instancePath(study, series, textIn(instance, tags.SOPInstanceUID))}/rendered?accept=video/mp4`;
  const step = (by: 1 | -1) => {
    const { current } = element;
    if (!current) return;
    current.pause();
    current.currentTime = Math.max(0, current.currentTime + by / rate);
  };
  const toggle = () => {
    const { current } = element;
    if (current?.paused) void current.play().catch(() => setFailed(true));
    else current?.pause();
  };
  if (hasFailed)
    return (
      <div className={video.stage} role="alert">
        <Text maw={480} ta="center">
          {t('noVideo', { coding })}
        </Text>
      </div>
    );
  return (
    <>
      <div className={video.stage}>
        {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote any */}
        <video
          ref={element}
          className={video.video}
          src={src}
          loop
          playsInline
          preload="auto"
          aria-label={t('video')}
          onClick={toggle}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onError={() => setFailed(true)}
          onTimeUpdate={({ currentTarget }) => setSeconds(currentTarget.currentTime)}
        />
      </div>
      <Group className={styles.bar ?? ''} justify="center" gap={4}>
        <Step label={t('frameBack')} icon={IconPlayerSkipBack} onClick={() => step(-1)} />
        <Step
          label={t(isPlaying ? 'pause' : 'play')}
          icon={isPlaying ? IconPlayerPause : IconPlayerPlay}
          onClick={toggle}
        />
        <Step label={t('frameOn')} icon={IconPlayerSkipForward} onClick={() => step(1)} />
        <Text size="sm" className={styles.figures ?? ''} data-seconds={seconds.toFixed(2)}>
          {t('videoAt', { seconds: seconds.toFixed(2), frame: Math.round(seconds * rate) + 1, coding })}
        </Text>
      </Group>
    </>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: typeof IconPlayerPlay;
  readonly onClick: () => void;
}

function Step({ label, icon: Icon, onClick }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
        <Icon size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
