/** Born when, which sex, known by which IDs: one line. */
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { day } from '../../format/dates.ts';

const shownIds = 3;

export function SomebodyFacts({ somebody: { birthDate, sex, patients } }: { readonly somebody: Somebody }) {
  const { t } = useTranslation('people');
  const ids = patients.flatMap(({ patientId }) => patientId ?? []);
  const more = ids.length - shownIds;
  const facts = [
    birthDate && t('born', { date: day(birthDate) }),
    sex && (sex === 'F' || sex === 'M' || sex === 'O' ? t(`sex${sex}`) : sex),
    ids.length > 0 && `${ids.slice(0, shownIds).join(', ')}${more > 0 ? ` +${more}` : ''}`,
  ];
  return (
    <Text size="sm" c="dimmed" truncate>
      {facts.filter((fact) => fact !== null && fact !== '' && fact !== false).join(' · ')}
    </Text>
  );
}
