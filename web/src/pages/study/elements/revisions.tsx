import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { InstancePlace } from '../../../api/metadata.ts';
import { useMay } from '../../../api/rights.ts';
import { moment } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';

/** The contents that are kept of an instance, where there is more than one: what was sent, what was edited. */
export function Revisions({ study, series, instance }: InstancePlace) {
  const { t } = useTranslation('study');
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['studies', study, 'revisions', series, instance],
    queryFn: ({ signal }) =>
      api.revisionsList(
        { studyInstanceUid: study, seriesInstanceUid: series, sopInstanceUid: instance },
        { signal },
      ),
    enabled: may('edit'),
  });
  if (!data || data.revisions.length < 2) return null;
  return (
    <Stack gap={4}>
      <Title order={2} size="h5">
        {t('revisions')}
      </Title>
      {data.revisions.map(({ digest, state, receivedAt, size, current }) => (
        <Text key={digest} size="sm">
          {t(state)} · {moment(receivedAt)} · {bytes(size)}
          {current && ` · ${t('current')}`}
        </Text>
      ))}
    </Stack>
  );
}
