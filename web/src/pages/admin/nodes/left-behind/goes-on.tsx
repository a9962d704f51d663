/** On which day a node may delete something, and how urgent that is. */
import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LeftStudy } from '../../../../../../src/contract/index.ts';
import { day } from '../../../../format/dates.ts';

const colours = { later: 'gray', soon: 'yellow', over: 'red' } as const;

export function GoesOn({ state, goesOn }: Pick<LeftStudy, 'state' | 'goesOn'>) {
  const { t } = useTranslation('nodes');
  return (
    <>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {day(goesOn)}
      </Text>
      <Badge variant="light" color={colours[state]} tt="none" miw="max-content">
        {t(`left_${state}`)}
      </Badge>
    </>
  );
}
