/** What to type in a scanner or a workstation so that it sends here. */
import { Alert, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../src/contract/index.ts';
import { CopiedText } from './copied-text.tsx';
import { Facts } from './facts.tsx';
import { dicomDoors } from './own-addresses.ts';

export function DicomAddress({ status }: { readonly status: Pick<Status, 'aeTitles' | 'addresses'> }) {
  const { t } = useTranslation('nodes');
  const doors = dicomDoors(status.addresses, location.hostname);
  const isLocal = doors.every((door) => door.isLocal);
  return (
    <Stack gap="md">
      <Facts
        facts={[
          [t('aeTitle'), <CopiedText key="title" name={t('aeTitle')} value={status.aeTitles[0] ?? ''} />],
          ...doors.flatMap(
            ({ host, port, isTls }) =>
              [
                [
                  t(isTls ? 'hostTls' : 'host'),
                  <CopiedText key="host" name={t(isTls ? 'hostTls' : 'host')} value={host} />,
                ],
                [
                  t(isTls ? 'portTls' : 'port'),
                  <CopiedText key="port" name={t(isTls ? 'portTls' : 'port')} value={String(port)} />,
                ],
              ] as const,
          ),
        ]}
      />
      {isLocal && (
        <Alert variant="default" icon={<IconInfoCircle />} title={t('localOnly')}>
          <Text size="sm" mb={8}>
            {t('localOnlyMeaning')}
          </Text>
          <CopiedText name={t('localOnly')} value="--dicom-host 0.0.0.0" />
        </Alert>
      )}
    </Stack>
  );
}
