/** What was noted, one below the other; a click goes there. */
import { Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '../../../../../src/waveform/index.ts';
import { clock } from './clock.ts';
import styles from './traces.module.css';

/** More are not shown: nobody reads so many. */
const MAX_SHOWN = 500;

interface AnnotationListProps {
  readonly annotations: readonly Annotation[];
  /** @param at seconds */
  readonly onGo: (at: number) => void;
}

export function AnnotationList({ annotations, onGo }: AnnotationListProps) {
  const { t } = useTranslation('objects');
  if (annotations.length === 0) return null;
  return (
    <nav className={styles.notes} aria-label={t('annotations')}>
      {annotations.slice(0, MAX_SHOWN).map(({ at, text }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same of one moment
        <UnstyledButton key={i} className={styles.note} onClick={() => onGo(at)}>
          <Text span size="xs" c="dimmed" className={styles.moment ?? ''}>
            {clock(at)}
          </Text>
          <Text span size="sm">
            {text}
          </Text>
        </UnstyledButton>
      ))}
    </nav>
  );
}
