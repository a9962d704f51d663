import { useTranslation } from 'react-i18next';
import type { NamedMeasurement } from './as-text.ts';
import type { Measurement, Where } from './measurement.ts';
import { useValueWords } from './words.ts';

/** Measurements by the names that somebody gave them, or by what they are and their number. */
export function useNamed(
  measurements: readonly Measurement[],
  placeOf: (where: Where) => string,
): NamedMeasurement[] {
  const { t } = useTranslation('measure');
  const { lines } = useValueWords();
  return measurements.map((measurement, i) => ({
    name: measurement.text || t('nameOf', { kind: t(`kind_${measurement.kind}`), number: i + 1 }),
    place: placeOf(measurement),
    measurement,
    lines: lines({ ...measurement, text: '' }),
  }));
}
