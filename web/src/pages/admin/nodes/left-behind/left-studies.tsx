import { Anchor, Button, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LeftStudy } from '../../../../../../src/contract/index.ts';
import { api } from '../../../../api/client.ts';
import { useFailed } from '../../../../components/use-failed.ts';
import { WideTable } from '../../../../components/wide-table.tsx';
import { day } from '../../../../format/dates.ts';
import { reasonOf } from '../../../../format/reason.ts';
import { GoesOn } from './goes-on.tsx';

/** Of long sentences and a UID, CSS pixels. */
const readable = 680;
/** Series of a study that are named; there may be more. */
const named = 3;

interface LeftStudiesProps {
  readonly studies: readonly LeftStudy[];
  readonly onFetch: (study: LeftStudy) => void;
}

export function LeftStudies({ studies, onFetch }: LeftStudiesProps) {
  const { t } = useTranslation('nodes');
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: ({ node, studyInstanceUid }: LeftStudy) =>
      api.leftBehindForget({ node, studies: [studyInstanceUid] }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['nodes', 'left'] }),
        client.invalidateQueries({ queryKey: ['status'] }),
      ]),
    onError: useFailed(),
  });
  return (
    <WideTable label={t('leftStudies')} minWidth={readable}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('node')}</Table.Th>
            <Table.Th>{t('goesOn')}</Table.Th>
            <Table.Th>{t('leftStudy')}</Table.Th>
            <Table.Th>{t('missingHere')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {studies.map((study) => (
            <Table.Tr key={`${study.node} ${study.studyInstanceUid}`} style={{ verticalAlign: 'top' }}>
              <Table.Td>{study.node}</Table.Td>
              <Table.Td>
                <GoesOn {...study} />
              </Table.Td>
              <Table.Td>
                <Study {...study} />
              </Table.Td>
              <Table.Td>
                <Missing {...study} />
              </Table.Td>
              <Table.Td>
                <Stack gap={4} align="flex-end">
                  <Button size="compact-sm" variant="default" onClick={() => onFetch(study)}>
                    {t('fetchLeft')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    loading={forget.isPending && forget.variables === study}
                    onClick={() => forget.mutate(study)}
                  >
                    {t('forgetLeft')}
                  </Button>
                </Stack>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

/** With its page, where some of it is here. */
function Study({ studyInstanceUid, studyDate, firstSeenOn, images, missing }: LeftStudy) {
  const { t } = useTranslation('nodes');
  const title = studyDate === null ? t('leftStudyUndated') : t('leftStudyOf', { day: day(studyDate) });
  return (
    <>
      {images === null || missing === null || images === missing ? (
        <Text size="sm">{title}</Text>
      ) : (
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/studies/$study" params={{ study: studyInstanceUid }} {...props} />
          )}
        >
          {title}
        </Anchor>
      )}
      <Text size="xs" c="dimmed">
        {t('firstSeen', { day: day(firstSeenOn) })}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {studyInstanceUid}
      </Text>
    </>
  );
}

function Missing({ images, missing, series, reason }: LeftStudy) {
  const { t } = useTranslation('nodes');
  return (
    <Stack gap={2}>
      <Text size="sm">
        {images === null || missing === null
          ? t('missingUnknown')
          : t('missingOf', { missing, count: images })}
      </Text>
      {series.slice(0, named).map(({ seriesInstanceUid, number, modality, description, ...one }) => (
        <Text key={seriesInstanceUid} size="xs" c="dimmed">
          <bdi>{[number, modality, description].filter((text) => text !== '').join(' ')}</bdi>
          {`: ${t('missingOf', { missing: one.missing, count: one.there })}`}
        </Text>
      ))}
      {series.length > named && (
        <Text size="xs" c="dimmed">
          {t('moreSeries', { count: series.length - named })}
        </Text>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {reasonOf(reason)}
      </Text>
    </Stack>
  );
}
