import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodes } from '../../api/nodes.ts';
import { serverStatus } from '../../api/queries.ts';
import { DicomAddress } from '../../components/dicom-address.tsx';
import { Echo } from '../admin/nodes/echo.tsx';
import { NodeDialog } from '../admin/nodes/node-dialog.tsx';

/** Both halves: what the scanner is told of us, and we of the scanner. */
export function FromScanner() {
  const { t } = useTranslation('welcome');
  const [isAdding, setAdding] = useState(false);
  const { data } = useQuery(serverStatus);
  const known = useQuery(nodes).data?.nodes ?? [];
  return (
    <Stack gap="md">
      <Text size="sm">{t('scannerFirst')}</Text>
      {known.map(({ name }) => (
        <Stack key={name} gap={4}>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <Echo name={name} />
        </Stack>
      ))}
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setAdding(true)}
      >
        {t('addScanner')}
      </Button>
      <Text size="sm">{t('scannerThen')}</Text>
      {data ? <DicomAddress status={data} /> : <Skeleton h={120} />}
      {isAdding && <NodeDialog onClose={() => setAdding(false)} />}
    </Stack>
  );
}
