/** One rule: when it does what, how it does, and what can be done with it. */
import { Alert, Badge, Button, Card, Group, List, Stack, Switch, Text, Title } from '@mantine/core';
import { IconPlayerTrackNext, IconTestPipe } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedRule } from '../../../../../src/contract/index.ts';
import { askForAutomation } from '../../../api/automation.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useRuleWords } from '../../../components/runs/use-rule-words.ts';
import { useUndo } from '../../../components/undo.tsx';
import { moment } from '../../../format/dates.ts';
import { whole } from '../../../format/numbers.ts';
import { Tried } from './rule-preview.tsx';

interface RuleCardProps {
  readonly rule: ListedRule;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
}

export function RuleCard({ rule, digest, text }: RuleCardProps) {
  const { t } = useTranslation(['rules', 'automation']);
  const words = useRuleWords();
  const { name, when, actions, owner, isOn, problem, waiting, done, failed, lastRunAt } = rule;
  const client = useQueryClient();
  const undo = useUndo();
  const title = useId();
  const change = useMutation({
    mutationFn: (on: boolean) => api.ruleChange({ name, change: { on: on ? null : false }, digest }),
    onSuccess: () => askForAutomation(client),
  });
  const forget = useMutation({
    mutationFn: () => api.ruleForget({ name, digest }),
    async onSuccess(after) {
      undo(t('forgotten', { name }), async () => {
        await api.automationSave({ text, digest: after.digest });
        await askForAutomation(client);
      });
      await askForAutomation(client);
    },
  });
  const tried = useMutation({ mutationFn: () => api.ruleTry({ name }) });
  const replay = useMutation({
    mutationFn: () => api.jobSubmit({ operation: 'ruleReplay', request: { name } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      await askForAutomation(client);
    },
  });
  const error = change.error ?? forget.error ?? tried.error ?? replay.error;
  return (
    <Card component="section" withBorder aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h3" id={title} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Badge color={isOn ? 'teal' : 'gray'} variant="light">
            {isOn ? t('isOn') : t('automation:off')}
          </Badge>
        </Group>
        <div>
          <Text fw={500}>{words.when(when)}</Text>
          <List size="sm" type="ordered">
            {actions.map((action, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an action may be there twice, and none moves
              <List.Item key={at} style={{ overflowWrap: 'anywhere' }}>
                {words.action(action)}
              </List.Item>
            ))}
          </List>
        </div>
        {problem !== null && (
          <Alert color="red" title={t('problem')}>
            {problem}
          </Alert>
        )}
        <Facts
          facts={[
            [t('done'), whole(done)],
            [t('waiting'), whole(waiting)],
            [t('failed'), whole(failed)],
            [t('last'), lastRunAt === null ? t('never') : moment(lastRunAt)],
            [
              t('automation:owner'),
              owner === 'local' ? t('automation:localOwner') : <bdi key="owner">{owner}</bdi>,
            ],
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
            loading={tried.isPending}
            onClick={() => tried.mutate()}
            leftSection={<IconTestPipe size={16} aria-hidden />}
          >
            {t('try')}
          </Button>
          <Button
            variant="default"
            disabled={!isOn}
            loading={replay.isPending}
            onClick={() => replay.mutate()}
            leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
          >
            {t('replay')}
          </Button>
          <Button variant="subtle" color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
            {t('automation:forget')}
          </Button>
        </Group>
        {replay.isSuccess && <Text size="sm">{t('replaying')}</Text>}
        {tried.data && <Tried tried={tried.data} />}
        {error && <Problem error={error} />}
      </Stack>
    </Card>
  );
}
