/** Plays the images of a viewport, below it: for films, and for whoever wants to see a stack as one. */
import { ActionIcon, Slider, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { frameRates } from './engine/frame-rate.ts';
import { keyName } from './key-name.ts';
import type { Film } from './use-film.ts';
import styles from './viewer.module.css';

export function FilmBar({ isPlaying, rate, toggle, setRate }: Film) {
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
    </section>
  );
}
