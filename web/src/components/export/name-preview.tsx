/** What the first files will be called, while one changes the pattern. */
import { Box, Code, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallFor } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import type { Given } from '../given.ts';
import { InstanceCount } from '../instance-count.tsx';
import { Problem } from '../problem.tsx';
import { useGivenModalities } from './given-modalities.ts';

/** How long one has stopped typing when names are asked for, milliseconds. */
const pauseMs = 250;
const shown = 5;

interface NamePreviewProps {
  readonly given: Given;
  readonly request: CallFor<'exportNames'>;
}

export function NamePreview({ given, request }: NamePreviewProps) {
  const { t } = useTranslation('export');
  const modalities = useGivenModalities(given);
  const [template] = useDebouncedValue(request.template, pauseMs);
  const asked = { ...request, template, limit: shown };
  const names = useQuery({
    queryKey: ['export names', asked],
    queryFn: ({ signal }) => api.exportNames(asked, { signal }),
    placeholderData: keepPreviousData,
  });
  if (names.isError) return <Problem error={names.error} />;
  if (!names.data) return <Skeleton h={100} />;
  return (
    <Box role="group" aria-label={t('preview')} aria-live="polite">
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {names.data.names.join('\n')}
      </Code>
      <Text size="sm" c="dimmed" mt={4}>
        <InstanceCount modalities={modalities} count={names.data.instances} />
      </Text>
    </Box>
  );
}
