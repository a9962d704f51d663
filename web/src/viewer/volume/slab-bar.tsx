/** Below the planes: how thick they are, what of that is drawn, and which of several volumes. */
import { Slider, Text } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { decimal } from '../../format/numbers.ts';
import { Choice, keepFromPage } from './choice.tsx';
import type { MprView } from './mpr-view.ts';
import { PhaseSlider } from './phase-slider.tsx';
import { slabModes, thicknesses } from './slab.ts';
import styles from './volume.module.css';

interface SlabBarProps {
  readonly view: MprView;
  /** What else there is. */
  readonly children: ReactNode;
}

export function SlabBar({ view, children }: SlabBarProps) {
  const { t } = useTranslation('volume');
  const { slab, phase } = useSyncExternalStore(view.subscribe, view.get);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('planes')} onKeyDown={keepFromPage}>
      <Choice
        options={slabModes.map((name) => ({ name, label: t(`slab_${name}`) }))}
        chosen={slab.mode}
        onChoose={(mode) => view.setSlab({ ...slab, mode })}
      />
      {slab.mode !== 'thin' && (
        <>
          <Slider
            w={160}
            size="sm"
            label={null}
            min={thicknesses.least}
            max={thicknesses.most}
            value={slab.thickness}
            onChange={(thickness) => view.setSlab({ ...slab, thickness })}
            thumbLabel={t('thickness')}
          />
          <Text size="xs">{t('thicknessOf', { value: decimal(slab.thickness, 3) })}</Text>
        </>
      )}
      {children}
      <PhaseSlider phases={view.volume.phases} phase={phase} onPhase={(chosen) => view.setPhase(chosen)} />
    </div>
  );
}
