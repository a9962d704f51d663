import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconFileDescription } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { roughDay } from '../../../format/dates.ts';
import { titleOf } from '../documents/title.ts';
import type { MarkItem } from './items.ts';
import styles from './timeline.module.css';

interface MarksProps {
  readonly marks: readonly MarkItem[];
  readonly lefts: readonly number[];
  readonly top: number;
  readonly onOpen: (file: ListedFile) => void;
}

/** Documents between the axis and the studies. */
export function Marks({ marks, lefts, top, onOpen }: MarksProps) {
  const { t } = useTranslation('person');
  return (
    <ul className={styles.cards} aria-label={t('documents')}>
      {marks.map(({ file }, index) => (
        <li key={file.digest}>
          <Tooltip label={`${roughDay(file.date ?? '')} · ${titleOf(file)}`}>
            <UnstyledButton
              className={styles.mark ?? ''}
              style={{ left: lefts[index], top }}
              onClick={() => onOpen(file)}
              aria-label={`${titleOf(file)}, ${roughDay(file.date ?? '')}`}
              aria-haspopup="dialog"
            >
              <IconFileDescription size={18} aria-hidden />
            </UnstyledButton>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
