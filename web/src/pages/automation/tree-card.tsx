/** One tree: what it keeps where, how it does, and what can be done with it. */
import { Alert, Badge, Button, Card, Code, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedTree } from '../../../../src/contract/index.ts';
import { askForAutomation } from '../../api/automation.ts';
import { api } from '../../api/client.ts';
import { Facts } from '../../components/facts.tsx';
import { Problem } from '../../components/problem.tsx';
import { useUndo } from '../../components/undo.tsx';
import { whole } from '../../format/numbers.ts';
import { useTreeCheck } from './use-tree-check.ts';

interface TreeCardProps {
  readonly tree: ListedTree;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
}

const colours = { new: 'gray', building: 'blue', current: 'teal', stopped: 'red' } as const;

export function TreeCard({ tree, digest, text }: TreeCardProps) {
  const { t } = useTranslation(['automation', 'common']);
  const { name, folder, names, form, owner, files, leaving, isOn, state, problem } = tree;
  const client = useQueryClient();
  const undo = useUndo();
  const title = useId();
  const check = useTreeCheck(name);
  const change = useMutation({
    mutationFn: (on: boolean) => api.treeChange({ name, change: { on: on ? null : false }, digest }),
    onSuccess: () => askForAutomation(client),
  });
  const forget = useMutation({
    mutationFn: () => api.treeForget({ name, digest }),
    async onSuccess(after) {
      undo(t('forgotten', { name }), async () => {
        await api.automationSave({ text, digest: after.digest });
        await askForAutomation(client);
      });
      await askForAutomation(client);
    },
  });
  const build = useMutation({
    mutationFn: (anew: boolean) => api.jobSubmit({ operation: 'treeBuild', request: { name, anew } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      await askForAutomation(client);
    },
  });
  const failed = change.error ?? forget.error ?? build.error ?? check.error;
  return (
    <Card component="section" withBorder aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h3" id={title} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Badge color={isOn ? colours[state] : 'gray'} variant="light">
            {isOn ? t(`state_${state}`) : t('off')}
          </Badge>
        </Group>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {`${folder}/${names}`}
        </Code>
        {problem !== null && (
          <Alert color="red" title={t('stoppedTitle')}>
            <Text size="sm">{problem}</Text>
            <Button
              mt="sm"
              size="compact-sm"
              variant="default"
              loading={build.isPending}
              onClick={() => build.mutate(true)}
            >
              {t('buildAnew')}
            </Button>
          </Alert>
        )}
        <Facts
          facts={[
            [t('files'), leaving > 0 ? t('filesLeaving', { files: whole(files), leaving }) : whole(files)],
            [t('form'), t(`form_${form.replace(' ', '_') as 'copy' | 'hard_link' | 'symbolic_link'}`)],
            [t('owner'), owner === 'local' ? t('localOwner') : <bdi key="owner">{owner}</bdi>],
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
            loading={build.isPending}
            onClick={() => build.mutate(false)}
            leftSection={<IconRefresh size={16} aria-hidden />}
          >
            {t('build')}
          </Button>
          <Button
            variant="default"
            loading={check.isPending}
            onClick={() => check.mutate()}
            leftSection={<IconShieldCheck size={16} aria-hidden />}
          >
            {t('verify')}
          </Button>
          <Button variant="subtle" color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
            {t('forget')}
          </Button>
        </Group>
        {check.data && (
          <Alert role="status" color={check.data.isFine ? 'teal' : 'yellow'} title={check.data.title}>
            <Text component="ul" size="sm" m={0} pl="md">
              {check.data.lines.map((line) => (
                <li key={line} style={{ overflowWrap: 'anywhere' }}>
                  {line}
                </li>
              ))}
            </Text>
          </Alert>
        )}
        {failed && <Problem error={failed} />}
      </Stack>
    </Card>
  );
}
