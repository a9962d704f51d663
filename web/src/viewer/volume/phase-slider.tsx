/** Chooses one of several volumes of the same place: a time, a phase of the heart, an echo, a b-value. */
import { Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { decimal } from '../../format/numbers.ts';
import type { Phase } from './phases.ts';

interface PhaseSliderProps {
  readonly phases: readonly Pick<Phase<unknown>, 'kind' | 'value'>[];
  /** From 0. */
  readonly phase: number;
  readonly onPhase: (phase: number) => void;
}

export function PhaseSlider({ phases, phase, onPhase }: PhaseSliderProps) {
  const { t } = useTranslation('volume');
  const { kind, value = 0 } = phases[phase]!;
  if (phases.length < 2 || !kind) return null;
  return (
    <>
      <Slider
        w={160}
        size="sm"
        label={null}
        min={1}
        max={phases.length}
        value={phase + 1}
        onChange={(number) => onPhase(number - 1)}
        thumbLabel={t(`phase_${kind}`)}
      />
      <Text size="xs" data-phase={phase + 1}>
        {t(`phaseOf_${kind}`, {
          number: phase + 1,
          count: phases.length,
          value: decimal(value, 1),
        })}
      </Text>
    </>
  );
}
