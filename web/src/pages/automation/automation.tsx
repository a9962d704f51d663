/** What the archive does by itself: trees, inboxes, schedules, rules and what they did, extensions, and the file in which all of it stands. */
import { Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { automationFile } from '../../api/automation.ts';
import { Problem } from '../../components/problem.tsx';
import { ExtensionList } from './extensions/extension-list.tsx';
import { FileEditor } from './file-editor.tsx';
import { InboxList } from './inboxes/inbox-list.tsx';
import { RetentionList } from './retention/retention-list.tsx';
import { RuleList } from './rules/rule-list.tsx';
import { RunList } from './rules/run-list.tsx';
import { ScheduleList } from './schedules/schedule-list.tsx';
import { type AutomationSearch, automationTab } from './search-params.ts';
import { TreeList } from './trees/tree-list.tsx';

export function AutomationPage() {
  const { t } = useTranslation(['automation', 'inboxes', 'retention', 'schedules', 'rules', 'extensions']);
  const { tab, line }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data: file, error, refetch } = useQuery(automationFile);
  if (error && !file) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!file) return <Skeleton h={480} />;
  const go = (wanted: string | null) => void navigate({ to: '/automation', search: automationTab(wanted) });
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed">{t('meaning')}</Text>
      </div>
      <Tabs value={tab ?? 'trees'} onChange={go} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="trees">{t('trees')}</Tabs.Tab>
          <Tabs.Tab value="inboxes">{t('inboxes:title')}</Tabs.Tab>
          <Tabs.Tab value="schedules">{t('schedules:title')}</Tabs.Tab>
          <Tabs.Tab value="rules">{t('rules:rules')}</Tabs.Tab>
          <Tabs.Tab value="runs">{t('rules:runs')}</Tabs.Tab>
          <Tabs.Tab value="retention">{t('retention:title')}</Tabs.Tab>
          <Tabs.Tab value="extensions">{t('extensions:title')}</Tabs.Tab>
          <Tabs.Tab value="file">
            {file.problems.length > 0 ? t('fileWithProblems', { count: file.problems.length }) : t('file')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="trees" pt="md">
          <TreeList file={file} />
        </Tabs.Panel>
        <Tabs.Panel value="inboxes" pt="md">
          <InboxList file={file} />
        </Tabs.Panel>
        <Tabs.Panel value="schedules" pt="md">
          <ScheduleList file={file} />
        </Tabs.Panel>
        <Tabs.Panel value="rules" pt="md">
          <RuleList file={file} />
        </Tabs.Panel>
        <Tabs.Panel value="runs" pt="md">
          <RunList />
        </Tabs.Panel>
        <Tabs.Panel value="retention" pt="md">
          <RetentionList file={file} />
        </Tabs.Panel>
        <Tabs.Panel value="extensions" pt="md">
          <ExtensionList />
        </Tabs.Panel>
        <Tabs.Panel value="file" pt="md">
          <FileEditor key={file.digest} file={file} line={line} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
