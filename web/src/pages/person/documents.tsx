/** Reports and recordings that are kept with somebody or their studies. */
import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFileDescription } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../src/contract/index.ts';
import { moment } from '../../format/dates.ts';
import { bytes } from '../../format/numbers.ts';

export function Documents({ files }: { readonly files: readonly ListedFile[] }) {
  const { t } = useTranslation('person');
  if (files.length === 0) return null;
  return (
    <section aria-label={t('documents')}>
      <Title order={2} mb="xs">
        {t('documents')}
      </Title>
      <Stack gap="xs">
        {files.map(({ digest, name, preview, size, receivedAt }) => (
          <Paper key={digest} withBorder p="sm">
            <Group wrap="nowrap">
              <IconFileDescription size={20} aria-hidden />
              <Anchor
                href={`/api/files/${digest}/${preview === 'none' ? 'content' : 'preview'}`}
                target={preview === 'none' ? undefined : '_blank'}
                truncate
              >
                {name}
              </Anchor>
              <Text size="xs" c="dimmed" ml="auto" style={{ whiteSpace: 'nowrap' }}>
                {t('received', { date: moment(receivedAt) })} · {bytes(size)}
              </Text>
            </Group>
          </Paper>
        ))}
      </Stack>
    </section>
  );
}
