import { Button, Group, Paper, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TrashEntry } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { useMay } from '../../api/rights.ts';
import { useFailed } from '../../components/use-failed.ts';
import { actorName } from '../../format/actor-name.ts';
import { day, moment } from '../../format/dates.ts';
import { daysBetween } from '../../format/durations.ts';
import { bytes } from '../../format/numbers.ts';
import { personName } from '../../format/person-name.ts';
import { PurgeButton } from './purge-button.tsx';

export function RemovedEntry({ entry }: { readonly entry: TrashEntry }) {
  const { t } = useTranslation(['trash', 'common']);
  const may = useMay();
  const client = useQueryClient();
  const onError = useFailed();
  const restore = useMutation({
    mutationFn: () => api.trashRestore({ ids: [entry.id] }),
    onSuccess: () => client.invalidateQueries(),
    onError,
  });
  const { title, facts } = useWords(entry);
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {facts.join(' · ')}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('removed', { when: moment(entry.removedAt), name: actorName(entry.actor) })}
            {entry.reason !== '' && ` · ${entry.reason}`}
          </Text>
          <Text size="sm" c="dimmed">
            {endOf()}
          </Text>
        </div>
        <Group gap={8}>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            loading={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {t('restore')}
          </Button>
          {may('administer') && <PurgeButton id={entry.id} name={title} />}
        </Group>
      </Group>
    </Paper>
  );

  function endOf(): string {
    const days = daysBetween(Date.now(), Date.parse(entry.keptUntil));
    return days === 0 ? t('mayGo') : t('kept', { count: days, until: moment(entry.keptUntil) });
  }
}

function useWords(entry: TrashEntry): { title: string; facts: string[] } {
  const { t } = useTranslation(['trash', 'common']);
  const person = entry.patientName === null ? '' : personName(entry.patientName) || t('common:unnamed');
  const facts = [
    entry.studyDescription ?? '',
    day(entry.studyDate ?? ''),
    entry.instances > 0 ? t('common:imageCount', { count: entry.instances }) : '',
    entry.files > 0 ? t('fileCount', { count: entry.files }) : '',
    bytes(entry.bytes),
  ];
  return {
    title: person || entry.fileName || t('several'),
    facts: facts.filter((fact) => fact !== ''),
  };
}
