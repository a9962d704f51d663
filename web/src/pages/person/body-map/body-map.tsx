/** A body that lights up where there is imaging. A part of it shows the studies of that part alone. */
import { Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './body-map.module.css';
import type { Region } from './regions.ts';
import { shapes } from './shapes.ts';

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
      <svg viewBox="0 0 120 280" className={styles.body} aria-hidden="true">
        {(Object.entries(shapes) as [Region, string][]).filter(isDrawn(counts)).map(([region, path]) => (
          // The buttons below do the same for keyboards and screen readers.
          // biome-ignore lint/a11y/noStaticElementInteractions: see above
          <path
            key={region}
            d={path}
            className={styles.part}
            data-lit={counts.has(region) || undefined}
            data-chosen={region === chosen || undefined}
            onClick={counts.has(region) ? () => toggle(region) : undefined}
          />
        ))}
      </svg>
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

/** They lie over other parts, and would only be in the way. */
const onlyWhenLit = new Set<Region>(['breast', 'spine']);

const isDrawn =
  (counts: ReadonlyMap<Region, number>) =>
  ([region]: readonly [Region, string]): boolean =>
    counts.has(region) || !onlyWhenLit.has(region);
