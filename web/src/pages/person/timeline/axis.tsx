import { monthName } from '../../../format/dates.ts';
import type { Tick } from './layout.ts';
import styles from './timeline.module.css';

/** Years, and months where there is room. The dates on the cards say the same to who does not see it. */
export function Axis({ ticks }: { readonly ticks: readonly Tick[] }) {
  return (
    <div className={styles.axis} aria-hidden>
      {ticks.map(({ x, year, month }) => (
        <span key={`${year}-${month}`} className={styles.tick} data-month={month} style={{ left: x }}>
          {month === undefined ? year : monthName(month)}
        </span>
      ))}
    </div>
  );
}
