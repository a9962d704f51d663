/** One rule: when it does what, how it does, and what can be done with it. */
import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconListDetails, IconPlayerTrackNext, IconTestPipe } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedRule } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { useRuleWords } from '../../../components/runs/use-rule-words.ts';
import { moment } from '../../../format/dates.ts';
import { whole } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';
import { EntryCard } from '../entries/entry-card.tsx';
import { useEntry, useEntryJob } from '../entries/use-entry.ts';
import { useOwnerFact } from '../entries/use-owner-fact.tsx';
import { useRecurrenceWords } from '../entries/use-recurrence-words.ts';
import { Tried } from './rule-preview.tsx';

interface RuleCardProps {
  readonly rule: ListedRule;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
  readonly onChange: () => void;
  /** Names in the dataset that it makes are asked for. */
  readonly onDataset: () => void;
}

export function RuleCard({ rule, digest, text, onChange, onDataset }: RuleCardProps) {
  const { t } = useTranslation(['rules', 'automation', 'datasets']);
  const words = useRuleWords();
  const recurrenceWords = useRecurrenceWords();
  const { name, when, at, timeZone, nextAt, actions, owner, dataset } = rule;
  const { isOn, problem, waiting, done, failed, lastRunAt } = rule;
  const ownerFact = useOwnerFact(owner);
  const entry = useEntry({
    text,
    forgotten: t('forgotten', { name }),
    change: (change) => api.ruleChange({ name, change, digest }),
    forget: () => api.ruleForget({ name, digest }),
    onChange,
  });
  const tried = useMutation({ mutationFn: () => api.ruleTry({ name }) });
  const replay = useEntryJob((isAgain: boolean) =>
    api.jobSubmit({
      operation: 'ruleReplay',
      request: { name, ...(isAgain && { doneSince: new Date().toISOString() }) },
    }),
  );
  return (
    <EntryCard
      {...{ name, isOn, entry }}
      state={isOn ? { colour: 'teal', words: t('isOn') } : { colour: 'gray', words: t('automation:off') }}
      on={t(when === 'manual' ? 'onByHand' : at === null ? 'on' : 'onBySchedule')}
      error={tried.error ?? replay.error}
      actions={
        <>
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
            onClick={() => replay.mutate(false)}
            leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
          >
            {t('replay')}
          </Button>
          {dataset !== null && (
            <Button
              variant="default"
              onClick={onDataset}
              leftSection={<IconListDetails size={16} aria-hidden />}
            >
              {t('datasets:show')}
            </Button>
          )}
        </>
      }
      outcome={
        <>
          {replay.isSuccess && (
            <Group gap="xs">
              <Text size="sm">{t(replay.variables ? 'replayingAgain' : 'replaying')}</Text>
              {!replay.variables && (
                <Button size="compact-sm" variant="default" onClick={() => replay.mutate(true)}>
                  {t('again')}
                </Button>
              )}
            </Group>
          )}
          {tried.data && <Tried tried={tried.data} />}
        </>
      }
    >
      <div>
        <Text fw={500}>
          {at === null ? words.when(when) : t('atTimes', { times: recurrenceWords(at, timeZone) })}
        </Text>
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
          {reasonOf(problem)}
        </Alert>
      )}
      <Facts
        facts={[
          ...(nextAt === null ? [] : [[t('next'), moment(nextAt)] as const]),
          [t('done'), whole(done)],
          [t('waiting'), whole(waiting)],
          [t('failed'), whole(failed)],
          [t('last'), lastRunAt === null ? t('never') : moment(lastRunAt)],
          ownerFact,
        ]}
      />
    </EntryCard>
  );
}
