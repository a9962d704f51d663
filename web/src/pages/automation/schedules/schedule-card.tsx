/** One schedule: what it fetches when, how the last run went, and what can be done with it. */
import { Alert, Badge, Button, Card, Group, Stack, Switch, Title } from '@mantine/core';
import { IconListDetails, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedSchedule } from '../../../../../src/contract/index.ts';
import { askForAutomation } from '../../../api/automation.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { moment } from '../../../format/dates.ts';
import { useRunWords } from './use-run-words.ts';

interface ScheduleCardProps {
  readonly schedule: ListedSchedule;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
  /** Its runs are asked for. */
  readonly onLook: () => void;
}

export function ScheduleCard({ schedule, digest, text, onLook }: ScheduleCardProps) {
  const { t } = useTranslation(['schedules', 'automation']);
  const { name, node, studies, timeZone, at, isOn, nextAt, problem, last, unfinished } = schedule;
  const client = useQueryClient();
  const undo = useUndo();
  const title = useId();
  const words = useRunWords();
  const change = useMutation({
    mutationFn: (on: boolean) => api.scheduleChange({ name, change: { on: on ? null : false }, digest }),
    onSuccess: () => askForAutomation(client),
  });
  const forget = useMutation({
    mutationFn: () => api.scheduleForget({ name, digest }),
    async onSuccess(after) {
      undo(t('forgotten', { name }), async () => {
        await api.automationSave({ text, digest: after.digest });
        await askForAutomation(client);
      });
      await askForAutomation(client);
    },
  });
  const run = useMutation({
    mutationFn: () => api.scheduleRun({ name }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      await askForAutomation(client);
    },
  });
  const failed = change.error ?? forget.error ?? run.error;
  const state = !isOn ? 'off' : problem !== null ? 'problem' : unfinished > 0 ? 'running' : 'on';
  return (
    <Card component="section" withBorder aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h3" id={title} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Badge color={colours[state]} variant="light">
            {t(`state_${state}`)}
          </Badge>
        </Group>
        {problem !== null && (
          <Alert color="red" title={t('problemTitle')} style={{ overflowWrap: 'anywhere' }}>
            {problem}
          </Alert>
        )}
        <Facts
          facts={[
            [t('next'), nextAt === null ? t('never') : moment(nextAt)],
            [t('at'), <bdi key="at">{`${at} (${timeZone})`}</bdi>],
            [t('from'), <bdi key="node">{node}</bdi>],
            [t('studies'), <bdi key="keys">{keysInWords(studies)}</bdi>],
            [t('last'), last ? `${last.day}: ${words(last)}` : t('noRun')],
          ]}
        />
        <Group gap="sm">
          <Switch
            checked={isOn}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.currentTarget.checked)}
            label={t('on')}
          />
          <Button
            variant="default"
            loading={run.isPending}
            onClick={() => run.mutate()}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            {t('runNow')}
          </Button>
          <Button variant="default" onClick={onLook} leftSection={<IconListDetails size={16} aria-hidden />}>
            {t('runs')}
          </Button>
          <Button variant="subtle" color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
            {t('automation:forget')}
          </Button>
        </Group>
        {failed && <Problem error={failed} />}
      </Stack>
    </Card>
  );
}

const colours = { off: 'gray', problem: 'red', running: 'blue', on: 'teal' } as const;

/** As a C-FIND has them. */
export const keysInWords = (keys: ListedSchedule['studies']): string =>
  Object.entries(keys)
    .map(([key, values]) => `${key} ${values.join(', ')}`)
    .join(' · ');
