import { Text, UnstyledButton } from '@mantine/core';
import { IconFileUnknown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy } from '../../../../../src/contract/index.ts';
import { roughDay } from '../../../format/dates.ts';
import { useElsewhereName } from '../elsewhere/use-elsewhere-name.ts';
import styles from './timeline.module.css';

interface ElsewhereMarkProps {
  readonly known: ElsewhereStudy;
  readonly onOpen: () => void;
}

/** What a card says of a study that is somewhere else. */
export function ElsewhereMark({ known, onOpen }: ElsewhereMarkProps) {
  const { t } = useTranslation('elsewhere');
  const nameOf = useElsewhereName();
  const { date, photo, place } = known;
  return (
    <UnstyledButton className={styles.link ?? ''} data-mark onClick={onOpen} aria-haspopup="dialog">
      <div className={styles.away}>
        {photo ? (
          <img src={`/api/files/${photo}/preview`} alt={t('photoOf')} loading="lazy" />
        ) : (
          <IconFileUnknown size={28} aria-hidden />
        )}
      </div>
      <div className={styles.words}>
        <Text size="xs" fw={600}>
          {roughDay(date ?? '')}
        </Text>
        <Text size="xs" lineClamp={2}>
          {nameOf(known)}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {place || t('notHere')}
        </Text>
      </div>
    </UnstyledButton>
  );
}
