import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy } from '../../../../../src/contract/index.ts';
import { ElsewhereMark } from './elsewhere-mark.tsx';
import type { CardItem } from './items.ts';
import type { Placed } from './layout.ts';
import { StudyMark } from './study-mark.tsx';
import styles from './timeline.module.css';

interface CardProps {
  readonly card: Placed<CardItem>;
  readonly top: number;
  /** Where the stem begins, from the top. */
  readonly stemTop: number;
  /** Asked for what is in a pile. */
  readonly onPile: () => void;
  readonly onElsewhere: (known: ElsewhereStudy) => void;
}

/** One study as a card that hangs from its date, or a pile of those that stand too close. */
export function Card({ card: { studies, x, left }, top, stemTop, onPile, onElsewhere }: CardProps) {
  const { t } = useTranslation('person');
  const [item, ...more] = studies;
  return (
    <li>
      <span className={styles.stem} style={{ left: x, top: stemTop, height: top - stemTop }} aria-hidden />
      <div className={styles.card} data-kind={item.kind} style={{ left, top }}>
        {item.kind === 'study' ? (
          <StudyMark study={item.study} />
        ) : (
          <ElsewhereMark known={item.known} onOpen={() => onElsewhere(item.known)} />
        )}
        {more.length > 0 && (
          <UnstyledButton
            className={styles.pile ?? ''}
            onClick={onPile}
            aria-label={t('pile', { count: more.length })}
          >
            +{more.length}
          </UnstyledButton>
        )}
      </div>
    </li>
  );
}
