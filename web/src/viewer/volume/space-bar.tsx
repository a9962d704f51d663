/** Below a volume in space: how it looks, what is cut off, which of several. */
import { Button, Popover, RangeSlider, Stack, Text } from '@mantine/core';
import { IconCrop } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice, keepFromPage } from './choice.tsx';
import type { Crop } from './crop.ts';
import { PhaseSlider } from './phase-slider.tsx';
import { renderingsFor } from './rendering-presets.ts';
import type { RenderingView } from './rendering-view.ts';
import styles from './volume.module.css';

interface SpaceBarProps {
  readonly view: RenderingView;
  readonly modality: string;
}

export function SpaceBar({ view, modality }: SpaceBarProps) {
  const { t } = useTranslation('volume');
  const { rendering, crop, phase } = useSyncExternalStore(view.subscribe, view.get);
  const renderings = renderingsFor(modality);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('space')} onKeyDown={keepFromPage}>
      <Choice
        options={renderings.map(({ name }) => ({ name, label: t(`rendering_${name}`) }))}
        chosen={rendering.name}
        onChoose={(name) => view.setRendering(renderings.find((one) => one.name === name) ?? rendering)}
      />
      <Popover position="top">
        <Popover.Target>
          <Button size="xs" variant="default" leftSection={<IconCrop size={16} aria-hidden />}>
            {t('crop')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <CropSliders crop={crop} onCrop={(chosen) => view.setCrop(chosen)} />
        </Popover.Dropdown>
      </Popover>
      <PhaseSlider phases={view.volume.phases} phase={phase} onPhase={(chosen) => view.setPhase(chosen)} />
    </div>
  );
}

/** Percent. */
const CROP_STEP = 5;

const sides = ['crop_left', 'crop_back', 'crop_head'] as const;

function CropSliders({ crop, onCrop }: { readonly crop: Crop; readonly onCrop: (crop: Crop) => void }) {
  const { t } = useTranslation('volume');
  const put = (axis: number, share: readonly [number, number]) =>
    onCrop(crop.map((before, i) => (i === axis ? share : before)) as unknown as Crop);
  return (
    <Stack gap="xs" w={240}>
      {sides.map((side, axis) => (
        <div key={side}>
          <Text size="xs">{t(side)}</Text>
          <RangeSlider
            size="sm"
            label={null}
            min={0}
            max={100}
            step={CROP_STEP}
            minRange={CROP_STEP}
            value={[crop[axis]![0] * 100, crop[axis]![1] * 100]}
            onChange={([from, to]) => put(axis, [from / 100, to / 100])}
            thumbFromLabel={t('cropFrom', { side: t(side) })}
            thumbToLabel={t('cropTo', { side: t(side) })}
          />
        </div>
      ))}
    </Stack>
  );
}
