/** A request to fetch from a node: what, who, why, and what became of it. */

import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FetchRequest, RequestedStudy } from '../../../../src/contract/index.ts';
import { jobs } from '../../api/jobs.ts';
import { actorName } from '../../format/actor-name.ts';
import { day, moment } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import { JobRow } from '../jobs/job-row.tsx';

interface RequestCardProps {
  readonly request: FetchRequest;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

const colors = {
  waiting: 'yellow',
  approved: 'teal',
  fetched: 'teal',
  declined: 'red',
  withdrawn: 'gray',
} as const satisfies Readonly<Record<FetchRequest['state'], string>>;

export function RequestCard({ request, children }: RequestCardProps) {
  const { t } = useTranslation(['requests', 'home']);
  const { id, node, studies, askedBy, askedAt, reason, state, decidedBy, decidedAt, answer } = request;
  // What fetches it has its id.
  const job = useQuery(jobs).data?.jobs.find((each) => each.id === id);
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      aria-label={t('of', { node, name: actorName(askedBy.name, askedBy.kind) })}
    >
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {t('studiesFrom', { count: studies.length, node })}
            </Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {t('askedBy', { name: actorName(askedBy.name, askedBy.kind), when: moment(askedAt) })}
            </Text>
          </div>
          <Badge variant="light" color={colors[state]} tt="none">
            {t(`home:became_${state}`)}
          </Badge>
        </Group>
        {reason !== '' && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('why')} <bdi>{reason}</bdi>
          </Text>
        )}
        <Stack component="ul" gap={4} m={0} pl="lg">
          {studies.map((study) => (
            <Text key={study.studyInstanceUid} component="li" size="sm" style={{ overflowWrap: 'anywhere' }}>
              <bdi>{wordsOf(study)}</bdi>
            </Text>
          ))}
        </Stack>
        {decidedBy !== null && decidedAt !== null && state !== 'withdrawn' && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t(state === 'declined' ? 'declinedBy' : 'approvedBy', {
              name: actorName(decidedBy.name, decidedBy.kind),
              when: moment(decidedAt),
            })}
            {answer !== '' && (
              <>
                {': '}
                <bdi>{answer}</bdi>
              </>
            )}
          </Text>
        )}
        {state === 'approved' && job && <JobRow job={job} />}
        {children}
      </Stack>
    </Paper>
  );

  function wordsOf({
    patientName,
    patientId,
    date,
    modalities,
    description,
    images,
  }: RequestedStudy): string {
    const parts = [
      ...[personName(patientName), patientId, date === '' ? '' : day(date), modalities, description],
      images === null ? '' : t('images', { count: images }),
    ];
    return parts.filter((part) => part !== '').join(' · ');
  }
}
