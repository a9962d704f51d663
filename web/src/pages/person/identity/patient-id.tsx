import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { givenBy } from './given-by.ts';

/** An ID, and whose it is: "4711" of one clinic is somebody else than "4711" of another. */
export function PatientId({
  patient: { patientKey, patientId },
}: {
  readonly patient: Somebody['patients'][0];
}) {
  const { t } = useTranslation('person');
  const by = givenBy(patientKey);
  return (
    <Badge variant="default" tt="none" h="auto" mih={20} styles={{ label: { whiteSpace: 'normal' } }}>
      {patientId ?? t('noId')}
      {by !== '' && (
        <Text span size="xs" c="dimmed" ml={6}>
          {by}
        </Text>
      )}
    </Badge>
  );
}
