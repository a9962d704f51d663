import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { serverStatus } from '../../api/queries.ts';
import { CopiedText } from '../../components/copied-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { Problem } from '../../components/problem.tsx';
import { bytes } from '../../format/numbers.ts';

/** The folder of the archive and the key beside it; and how to have it elsewhere, while it is empty. */
export function WhereKept({ onNext }: { readonly onNext: () => void }) {
  const { t } = useTranslation('welcome');
  const { data, error } = useQuery(serverStatus);
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => api.settings({}, { signal }),
  });
  const sealingKey = settings.data?.settings.find(({ name }) => name === 'sealingKey')?.value;
  if (error) return <Problem error={error} />;
  if (!data) return <Skeleton h={320} />;
  const { dataDirectory, disk } = data;
  return (
    <Paper component="section" withBorder p="lg" aria-label={t('step_place')}>
      <Stack>
        <Title order={2}>{t('place')}</Title>
        <Text>{t('placeMeaning')}</Text>
        <Facts
          facts={[
            [t('folder'), <CopiedText key="folder" name={t('folder')} value={dataDirectory} />],
            [t('room'), t('free', { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })],
            [
              t('key'),
              <CopiedText
                key="key"
                name={t('key')}
                value={typeof sealingKey === 'string' ? sealingKey : `${dataDirectory}.key`}
              />,
            ],
          ]}
        />
        <Alert variant="light" icon={<IconInfoCircle />} title={t('backup')}>
          {t('backupMeaning')}
        </Alert>
        <Text size="sm">{t('elsewhere')}</Text>
        <CopiedText name={t('elsewhere')} value="npx isocenter serve --data /srv/images" />
        <Group>
          <Button onClick={onNext}>{t('next')}</Button>
        </Group>
      </Stack>
    </Paper>
  );
}
