/** How long a distance is on the screen, where the image says how large its pixels are. */
import { useTranslation } from 'react-i18next';
import { decimal } from '../format/numbers.ts';
import type { StackState } from './engine/stack-state.ts';
import { lengthThatFits } from './scale-length.ts';
import styles from './viewport.module.css';

export function ScaleBar({ millimetres, source }: Pick<StackState, 'millimetres' | 'source'>) {
  const { t } = useTranslation('measure');
  if (millimetres === undefined) return null;
  const length = lengthThatFits(millimetres);
  const isCentimetres = length >= 10;
  const figure = decimal(isCentimetres ? length / 10 : length, 3);
  return (
    <div className={styles.scale} data-scale-bar>
      <div className={styles.bar} style={{ width: length / millimetres }} />
      {figure} {isCentimetres ? 'cm' : 'mm'}{' '}
      {source !== undefined && source !== 'patient' && t(`source_${source}`)}
    </div>
  );
}
