/** How what lies over the planes is shown, and in which unit its figures are. */
import { Badge, Slider, Text, Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { significant } from '../../format/numbers.ts';
import { keepFromPage } from './choice.tsx';
import type { MprView } from './mpr-view.ts';
import type { OverlayProblem } from './use-overlay.ts';
import { useRefusal } from './use-refusal.ts';
import styles from './volume.module.css';

interface OverlayBarProps {
  readonly view: MprView;
  readonly problem: OverlayProblem | undefined;
}

/** The top of SUV goes in halves up to there; that of samples is four times where it began. */
const tops = { step: 0.5, mostSuv: 30 } as const;

export function OverlayBar({ view, problem }: OverlayBarProps) {
  const { t } = useTranslation('volume');
  const { overlay, overlayLook: look, overlayValue } = useSyncExternalStore(view.subscribe, view.get);
  const figure = (value: number) => significant(value, 3);
  const refusal = useRefusal(typeof problem === 'object' ? problem : { refusal: 'fewSlices' });
  if (problem)
    return (
      <div className={styles.bar} role="alert">
        <Text size="xs">
          {t('cannotFuse', { why: typeof problem === 'string' ? t(problem) : (refusal ?? '') })}
        </Text>
      </div>
    );
  if (!overlay || !look) return null;
  const unit = t(`unit_${overlay.unit}`);
  const step = overlay.unit === 'suv' ? tops.step : look.top / 20;
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={t('fusion')}
      data-unit={overlay.unit}
      onKeyDown={keepFromPage}
    >
      <Text size="xs">{t('opacity')}</Text>
      <Slider
        w={120}
        size="sm"
        label={null}
        min={0}
        max={100}
        value={look.opacity * 100}
        onChange={(percent) => view.setOverlayLook({ ...look, opacity: percent / 100 })}
        thumbLabel={t('opacity')}
      />
      <Text size="xs">{t('topOf', { unit, value: figure(look.top) })}</Text>
      {overlay.unit === 'suv' && (
        <Slider
          w={120}
          size="sm"
          label={null}
          min={step}
          max={tops.mostSuv}
          step={step}
          value={look.top}
          onChange={(top) => view.setOverlayLook({ ...look, top })}
          thumbLabel={t('top')}
        />
      )}
      {overlayValue !== undefined && (
        <Text size="xs" fw={600} data-overlay-value={overlayValue}>
          {t('valueHere', { unit, value: figure(overlayValue) })}
        </Text>
      )}
      {overlay.noSuv && overlay.noSuv !== 'notPet' && (
        <Tooltip
          label={t(`noSuv_${overlay.noSuv}`)}
          multiline
          w={280}
          events={{ hover: true, focus: true, touch: true }}
        >
          <Badge component="button" type="button" color="yellow" variant="light" radius="sm" tt="none">
            {t('noSuv')}
          </Badge>
        </Tooltip>
      )}
    </div>
  );
}
