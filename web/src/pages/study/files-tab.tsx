/** Documents beside the images of a study. */
import { Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconFiles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../src/contract/index.ts';
import { filesOf } from '../../api/files.ts';
import { useMay } from '../../api/rights.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FileLink } from '../../components/file-link.tsx';
import { Problem } from '../../components/problem.tsx';
import { moment } from '../../format/dates.ts';
import { bytes } from '../../format/numbers.ts';

export function FilesTab({ study }: { readonly study: string }) {
  const { t } = useTranslation('study');
  const { data, error } = useQuery(filesOf(study));
  if (error) return <Problem error={error} />;
  if (!data) return <Skeleton h={120} />;
  if (data.files.length === 0)
    return <EmptyState icon={IconFiles} title={t('noFiles')} meaning={t('noFilesMeaning')} order={2} />;
  return (
    <Stack gap="sm">
      {data.files.map((file) => (
        <OneFile key={file.digest} file={file} />
      ))}
    </Stack>
  );
}

function OneFile({ file }: { readonly file: ListedFile }) {
  const { t } = useTranslation('study');
  const may = useMay();
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <div style={{ minWidth: 0 }}>
          <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
            <FileLink file={file} />
          </Title>
          <Text size="sm" c="dimmed">
            {file.mediaType} · {bytes(file.size)} · {moment(file.receivedAt)}
          </Text>
        </div>
        {may('download') && (
          <Button
            component="a"
            href={`/api/files/${file.digest}/content`}
            download={file.name}
            variant="default"
            size="xs"
          >
            {t('saveFile')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
