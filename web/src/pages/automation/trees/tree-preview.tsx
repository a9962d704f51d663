import { Alert, Box, Code, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { mistakeWords } from '../../../format/mistake.ts';

/** How long one has stopped typing when names are asked for, milliseconds. */
const pauseMs = 300;
const shown = 8;

/** How files would be called, of the newest studies: one of each series. */
export function TreePreview({ tree }: { readonly tree: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('automation');
  const [asked] = useDebouncedValue(tree, pauseMs);
  const { data, error } = useQuery({
    queryKey: ['automation', 'preview', asked],
    queryFn: ({ signal }) => api.treePreview({ tree: asked, limit: shown }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Problem error={error} />;
  if (!data) return <Skeleton h={120} />;
  if (data.problems.length > 0)
    return (
      <Alert color="yellow" role="status" title={t('problems', { count: data.problems.length })}>
        {data.problems.map(mistakeWords).join('\n')}
      </Alert>
    );
  return (
    <Box role="group" aria-label={t('preview')} aria-live="polite">
      <Text size="sm" fw={500}>
        {t('preview')}
      </Text>
      {data.files.length > 0 ? (
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {data.files.map(({ path }) => path).join('\n')}
        </Code>
      ) : (
        <Text size="sm" c="dimmed">
          {data.looked > 0 ? t('nothingFits', { count: data.looked }) : t('nothingThere')}
        </Text>
      )}
    </Box>
  );
}
