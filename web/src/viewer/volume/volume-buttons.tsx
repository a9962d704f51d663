/** Between the images of a series one by one and the volume that they make, if they make one. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconBoxModel2, IconCube } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SeriesImages } from '../engine/series-images.ts';
import type { ViewerLayout } from '../search-params.ts';
import { useRefusal } from './use-refusal.ts';
import { type VolumePlan, volumePlanOf } from './volume-plan.ts';

interface VolumeButtonsProps {
  /** Of the series that is seen one by one; undefined before they are there, and while the volume is seen. */
  readonly images: SeriesImages | undefined;
  readonly layout: ViewerLayout | undefined;
  readonly onLayout: (layout: ViewerLayout | undefined) => void;
}

/** Ways to see a volume: button, key and help of each in one row. */
export const volumeWays = [
  { layout: 'mpr', label: 'openMpr', key: 'M', icon: IconBoxModel2 },
  { layout: 'space', label: 'openSpace', key: 'D', icon: IconCube },
] as const;

const unknown: VolumePlan = { refusal: 'fewSlices' };

/** A series that is no volume says why when a button is pointed at, and once more when it is pressed. */
export function VolumeButtons({ images, layout, onLayout }: VolumeButtonsProps) {
  const { t } = useTranslation('volume');
  const plan = images ? volumePlanOf(images) : unknown;
  const refusal = useRefusal(plan);
  const isKnown = layout !== undefined || images !== undefined;
  const toggle = (wanted: ViewerLayout) => onLayout(layout === wanted ? undefined : wanted);
  useHotkeys(volumeWays.map((button) => [button.key, () => isKnown && toggle(button.layout)]));
  const isRefused = layout === undefined && images !== undefined && refusal !== undefined;
  return volumeWays.map((button) => (
    <Tooltip
      key={button.layout}
      label={isRefused ? `${t('noVolume')}: ${refusal}` : `${t(button.label)} (${button.key})`}
      multiline
      maw={320}
      openDelay={400}
    >
      <ActionIcon
        size="lg"
        variant={layout === button.layout ? 'filled' : 'subtle'}
        color={layout === button.layout ? undefined : 'gray'}
        aria-label={t(button.label)}
        aria-pressed={layout === button.layout}
        opacity={isRefused ? 0.4 : 1}
        disabled={!isKnown}
        onClick={() => toggle(button.layout)}
      >
        <button.icon size={20} />
      </ActionIcon>
    </Tooltip>
  ));
}
