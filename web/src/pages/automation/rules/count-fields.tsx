/** How many images or series there have to be. */
import { NumberInput, Select, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CountTest, counted } from './rule-fields.ts';

interface CountFieldsProps {
  readonly count: CountTest;
  readonly onChange: (count: CountTest) => void;
}

const most = 10_000_000;

export function CountFields({ count, onChange }: CountFieldsProps) {
  const { t } = useTranslation('rules');
  const ends = { min: 0, max: most, allowDecimal: false, allowNegative: false, placeholder: t('any') };
  const numberOf = (value: string | number) => (typeof value === 'number' ? value : undefined);
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <Select
        label={t('count')}
        data={counted.map((value) => ({ value, label: t(`count_${value}`) }))}
        value={count.of}
        allowDeselect={false}
        onChange={(of) => of !== null && onChange({ ...count, of: of as CountTest['of'] })}
      />
      <NumberInput
        {...ends}
        label={t('atLeast')}
        value={count.atLeast ?? ''}
        onChange={(value) => onChange({ ...count, atLeast: numberOf(value) })}
      />
      <NumberInput
        {...ends}
        label={t('atMost')}
        value={count.atMost ?? ''}
        onChange={(value) => onChange({ ...count, atMost: numberOf(value) })}
      />
    </SimpleGrid>
  );
}
