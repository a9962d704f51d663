/** Measured values in words. */
import { useTranslation } from 'react-i18next';
import { decimal } from '../../format/numbers.ts';
import type { Measurement, Quantity, Value } from './measurement.ts';

/** UCUM codes, as they are written for people; others stay as they are, and annotations lose their braces. */
const units: Readonly<Record<string, string>> = {
  '1': '',
  deg: '°',
  mm2: 'mm²',
  '{pixels}': 'px',
  '{pixels}2': 'px²',
  "[hnsf'U]": 'HU',
  'Bq/ml': 'Bq/ml',
  'g/ml': 'g/ml',
  'g/ml{SUVbw}': 'SUV',
};

const unitWord = (unit: string): string => units[unit] ?? unit.replaceAll(/[{}]/g, '');

/** Digits behind the point: a tenth of a millimetre is what a hand can do. */
const fractions: Readonly<Record<Quantity, number>> = {
  ...{ length: 1, angle: 1, area: 1, value: 2, mean: 2, deviation: 2, minimum: 2, maximum: 2 },
};

export function useValueWords() {
  const { t } = useTranslation('measure');
  const figure = ({ quantity, value, unit }: Value): string => {
    const number = decimal(value, fractions[quantity]);
    const word = unitWord(unit);
    return word === '°' || word === '' ? `${number}${word}` : `${number} ${word}`;
  };
  const named = (value: Value): string =>
    value.quantity === 'length' || value.quantity === 'angle' || value.quantity === 'value'
      ? figure(value)
      : `${t(`quantity_${value.quantity}`)} ${figure(value)}`;
  /** A line for each thing to say; where lengths are true is said where it is not the patient. */
  const lines = ({
    kind,
    text,
    values,
    source,
  }: Pick<Measurement, 'kind' | 'text' | 'values' | 'source'>): string[] => {
    const note = source === undefined || source === 'patient' ? '' : ` ${t(`source_${source}`)}`;
    const said = values.map((value, i) => named(value) + (i === 0 ? note : ''));
    return [
      ...(text === '' ? [] : [text]),
      ...said,
      ...(kind === 'length' && said.length === 0 ? [t('noLength')] : []),
    ];
  };
  return { figure, named, lines };
}
