/** What a reader has to know before trusting a picture: badges that explain themselves when they are pointed at, touched or reached by Tab. */
import { Badge, Tooltip } from '@mantine/core';
import styles from './viewport.module.css';

export interface Doubtful {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
}

interface BadgesProps {
  /** What they are about, for those who do not see where they stand. */
  readonly label: string;
  readonly doubts: readonly Doubtful[];
}

export function Badges({ label, doubts }: BadgesProps) {
  if (doubts.length === 0) return null;
  return (
    <ul className={styles.doubts} aria-label={label} data-doubts>
      {doubts.map((doubt) => (
        <li key={doubt.name}>
          <Tooltip label={doubt.meaning} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
            <Badge component="button" type="button" color="yellow" variant="light" radius="sm" tt="none">
              {doubt.label}
            </Badge>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
