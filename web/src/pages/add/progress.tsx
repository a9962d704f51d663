/** How far it is, how fast it goes, and what can be done about it. */
import { Alert, Progress as Bar, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { logInPath } from '../../api/session.ts';
import { timeLeft } from '../../format/durations.ts';
import { bytes, whole } from '../../format/numbers.ts';
import type { AddingState } from '../../upload/adding-state.ts';

const adding = async () => (await import('../../upload/adding.ts')).adding;

export function Progress({ state }: { readonly state: AddingState }) {
  const { t } = useTranslation('add');
  const { phase, trouble, files, doneFiles, givenUp } = state;
  const failed = state.results.filter(({ outcome }) => outcome === 'failed').length;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('progress')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={600} role="status">
            {title()}
          </Text>
          <Group gap="xs">{buttons()}</Group>
        </Group>
        <Bar
          value={percentOf(state)}
          animated={phase === 'sending' && trouble === undefined}
          striped={phase === 'sending'}
          color={phase === 'done' && failed === 0 ? 'teal' : trouble ? 'yellow' : undefined}
          aria-label={t('progress')}
        />
        <Facts state={state} />
        {trouble && (
          <Alert color="yellow" title={t(`trouble_${trouble}`)}>
            {t(`troubleMeaning_${trouble}`)}
            {trouble === 'session' && (
              <Group mt="sm">
                <Button component="a" href={logInPath()} target="_blank" size="xs" variant="default">
                  {t('logIn')}
                </Button>
              </Group>
            )}
          </Alert>
        )}
      </Stack>
    </Paper>
  );

  function title(): string {
    if (phase === 'looking') return t('looking', { count: files });
    if (phase === 'paused') return t('paused');
    if (phase === 'sending') return t('sending');
    if (files === 0) return t('nothing');
    if (givenUp > 0) return t('givenUp', { count: givenUp });
    return failed > 0 ? t('someFailed', { count: failed }) : t('done', { count: doneFiles });
  }

  function buttons() {
    const act = (name: 'pause' | 'goOn' | 'giveUp' | 'retry' | 'clear') => (
      <Button key={name} size="xs" variant="default" onClick={() => void adding().then((one) => one[name]())}>
        {t(name)}
      </Button>
    );
    if (phase === 'sending') return [act('pause'), act('giveUp')];
    if (phase === 'paused') return [act('goOn'), act('giveUp')];
    if (phase === 'done') return [...(failed > 0 ? [act('retry')] : []), act('clear')];
    return null;
  }
}

function Facts({ state }: { readonly state: AddingState }) {
  const { t } = useTranslation('add');
  const { phase, files, doneFiles, bytes: all, sentBytes, bytesEachSecond } = state;
  const seconds = bytesEachSecond ? (all - sentBytes) / bytesEachSecond : undefined;
  const facts = [
    t('filesOf', { done: whole(doneFiles), all: whole(files) }),
    t('bytesOf', { done: bytes(sentBytes), all: bytes(all) }),
    phase === 'sending' && bytesEachSecond !== undefined && t('each', { bytes: bytes(bytesEachSecond) }),
    phase === 'sending' && seconds !== undefined && t('left', { time: timeLeft(seconds) }),
  ];
  if (files === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {facts.filter((fact) => typeof fact === 'string').join(' · ')}
    </Text>
  );
}

function percentOf({ phase, bytes: all, sentBytes, files, doneFiles }: AddingState): number {
  if (phase === 'done') return 100;
  // What has arrived is not yet taken in.
  const [sent, done] = [sentBytes / Math.max(1, all), doneFiles / Math.max(1, files)];
  return Math.min(99, (sent * 0.8 + done * 0.2) * 100);
}
