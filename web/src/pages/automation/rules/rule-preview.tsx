/** What a rule would work on, of the newest studies: nothing is done. */
import { Alert, Box, List, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RulePreview as Preview } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { StudyLink } from '../../../components/study-link.tsx';
import { mistakeWords } from '../../../format/mistake.ts';

/** How long one has stopped typing when it is tried, milliseconds. */
const pauseMs = 300;
const shown = 8;

export function RulePreview({ rule }: { readonly rule: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('rules');
  const [asked] = useDebouncedValue(rule, pauseMs);
  const { data, error } = useQuery({
    queryKey: ['automation', 'rule preview', asked],
    queryFn: ({ signal }) => api.rulePreview({ rule: asked, limit: shown }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Problem error={error} />;
  if (!data) return <Skeleton h={120} />;
  if (data.problems.length > 0)
    return (
      <Alert color="yellow" role="status" title={t('unfinished')}>
        {data.problems.map(mistakeWords).join('\n')}
      </Alert>
    );
  return <Tried tried={data} />;
}

export function Tried({ tried: { studies, looked } }: { readonly tried: Preview }) {
  const { t } = useTranslation(['rules', 'runs']);
  return (
    <Box role="group" aria-label={t('wouldWorkOn')} aria-live="polite">
      <Text size="sm" fw={500}>
        {t('wouldWorkOn')}
      </Text>
      {studies.length === 0 ? (
        <Text size="sm" c="dimmed">
          {looked > 0 ? t('nothingFits', { count: looked }) : t('nothingThere')}
        </Text>
      ) : (
        <List size="sm">
          {studies.map(({ studyInstanceUid, seriesInstanceUids, matched }) => (
            <List.Item key={studyInstanceUid} style={{ overflowWrap: 'anywhere' }}>
              <StudyLink study={studyInstanceUid} />{' '}
              {[
                t('runs:series', { count: seriesInstanceUids.length }),
                ...Object.entries(matched).map(([element, value]) => `${element}: ${value || '–'}`),
              ].join(', ')}
            </List.Item>
          ))}
        </List>
      )}
    </Box>
  );
}
