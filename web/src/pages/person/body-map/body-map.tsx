/** A body from the front and from the back that lights up where there is imaging. A part of it shows the studies of that part alone. */
import { Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './body-map.module.css';
import type { Region } from './regions.ts';
import { type Shape, type Side, sides } from './shapes.ts';

interface BodyMapProps {
  /** How many studies there are of each; those without are missing. */
  readonly counts: ReadonlyMap<Region, number>;
  readonly chosen: Region | undefined;
  readonly onChoose: (region: Region | undefined) => void;
}

export function BodyMap({ counts, chosen, onChoose }: BodyMapProps) {
  const { t } = useTranslation('person');
  const toggle = (region: Region) => onChoose(region === chosen ? undefined : region);
  return (
    <section aria-label={t('bodyMap')} className={styles.map}>
      <div className={styles.bodies} aria-hidden="true">
        {(Object.keys(sides) as Side[]).map((side) => (
          <figure key={side} className={styles.body}>
            <Body side={side} counts={counts} chosen={chosen} onChoose={toggle} />
            <figcaption>{t(side)}</figcaption>
          </figure>
        ))}
      </div>
      <Group gap={4}>
        {[...counts].map(([region, count]) => (
          <UnstyledButton
            key={region}
            className={styles.name ?? ''}
            aria-pressed={region === chosen}
            onClick={() => toggle(region)}
          >
            {t(region)}{' '}
            <Text span size="xs">
              {count}
            </Text>
          </UnstyledButton>
        ))}
      </Group>
    </section>
  );
}

interface BodyProps {
  readonly side: Side;
  readonly counts: BodyMapProps['counts'];
  readonly chosen: Region | undefined;
  readonly onChoose: (region: Region) => void;
}

function Body({ side, counts, chosen, onChoose }: BodyProps) {
  const shapes: readonly Shape[] = sides[side];
  return (
    <svg viewBox="10 4 100 270" data-side={side} aria-hidden="true">
      {shapes
        .filter(({ region, isOverlay }) => counts.has(region) || !isOverlay)
        .map(({ region, path }) => (
          // The buttons below do the same for keyboards and screen readers.
          // biome-ignore lint/a11y/noStaticElementInteractions: see above
          <path
            key={region}
            d={path}
            className={styles.part}
            data-region={region}
            data-lit={counts.has(region) || undefined}
            data-chosen={region === chosen || undefined}
            onClick={counts.has(region) ? () => onChoose(region) : undefined}
          />
        ))}
    </svg>
  );
}
