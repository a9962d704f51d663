import { TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './measure.module.css';
import type { Point } from './measurement.ts';

/** Characters of a mark's text: it stands on a picture. */
export const MAX_TEXT = 200;

interface TextEditorProps {
  /** CSS pixels of the pane. */
  readonly at: Point;
  /** Empty where there is nothing to say. */
  readonly onDone: (text: string) => void;
}

/** What a text or an arrow says, written where it stands. Enter keeps it, Escape leaves it empty. */
export function TextEditor({ at: [left, top], onDone }: TextEditorProps) {
  const { t } = useTranslation('measure');
  const isDone = useRef(false);
  const done = (text: string) => {
    // Leaving the field by a key blurs it, too.
    if (!isDone.current) onDone(text.trim());
    isDone.current = true;
  };
  return (
    <TextInput
      className={styles.editor ?? ''}
      style={{ left, top }}
      size="xs"
      autoFocus
      aria-label={t('text')}
      placeholder={t('text')}
      maxLength={MAX_TEXT}
      onBlur={(event) => done(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done(event.currentTarget.value);
        if (event.key === 'Escape') done('');
      }}
    />
  );
}
