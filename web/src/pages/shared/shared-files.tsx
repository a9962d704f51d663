import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { filesOf } from '../../api/files.ts';
import { FileLink } from '../../components/file-link.tsx';
import { Problem } from '../../components/problem.tsx';
import { bytes } from '../../format/numbers.ts';

/** What is kept beside the images of a study: reports, volumes, recordings. Nothing where there is nothing. */
export function SharedFiles({ study }: { readonly study: string }) {
  const { t } = useTranslation('shared');
  const { data, error } = useQuery(filesOf(study));
  if (error) return <Problem error={error} />;
  if (!data || data.files.length === 0) return null;
  return (
    <Stack component="ul" gap={4} mt="md" mb={0} p={0} aria-label={t('files')} style={{ listStyle: 'none' }}>
      {data.files.map((file) => (
        <Text key={file.digest} component="li" size="sm" style={{ overflowWrap: 'anywhere' }}>
          <FileLink file={file} />{' '}
          <Text span size="xs" c="dimmed">
            {bytes(file.size)}
          </Text>
        </Text>
      ))}
    </Stack>
  );
}
