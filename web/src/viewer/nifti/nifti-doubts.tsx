/** What somebody has to know before trusting the picture of a file. */
import { Badge, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from '../viewport.module.css';
import type { NiftiSeries } from './nifti-series.ts';

export function NiftiDoubts({ grid }: Pick<NiftiSeries, 'grid'>) {
  const { t } = useTranslation('nifti');
  const doubts = [
    ...(grid.isOriented ? [] : (['unoriented'] as const)),
    ...(grid.isRectangular ? [] : (['sheared'] as const)),
  ];
  return (
    <ul className={styles.doubts} aria-label={t('doubts')}>
      {doubts.map((name) => (
        <li key={name}>
          <Tooltip
            label={t(`${name}Meaning`)}
            multiline
            w={280}
            events={{ hover: true, focus: true, touch: true }}
          >
            <Badge component="button" type="button" color="yellow" variant="light" radius="sm" tt="none">
              {t(name)}
            </Badge>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
