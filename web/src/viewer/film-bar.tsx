/** Plays what is seen, below it: films, stacks for whoever wants to see them as one, volumes of several times. */
import { ActionIcon, Slider, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { frameRates } from './engine/frame-rate.ts';
import { keyName } from './key-name.ts';
import type { Film } from './use-film.ts';
import styles from './viewer.module.css';

interface FilmBarProps {
  readonly film: Film;
  /** What else there is to choose. */
  readonly children?: ReactNode;
}

export function FilmBar({ film: { isPlaying, rate, toggle, setRate }, children }: FilmBarProps) {
  const { t } = useTranslation('viewer');
  const label = t(isPlaying ? 'filmStop' : 'filmPlay');
  const Icon = isPlaying ? IconPlayerPause : IconPlayerPlay;
  return (
    <section className={styles.film} aria-label={t('film')}>
      <Tooltip label={`${label} (${keyName('space')})`} openDelay={400}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={toggle}>
          <Icon size={20} />
        </ActionIcon>
      </Tooltip>
      <Slider
        w={160}
        size="sm"
        label={null}
        min={frameRates.slowest}
        max={frameRates.fastest}
        value={rate}
        onChange={setRate}
        thumbLabel={t('filmRate')}
      />
      <Text size="xs">{t('filmRateOf', { rate })}</Text>
      {children}
    </section>
  );
}
