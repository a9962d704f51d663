/** One tree: what it keeps where, how it does, and what can be done with it. */
import { Alert, Button, Code, Text } from '@mantine/core';
import { IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedTree } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Facts } from '../../../components/facts.tsx';
import { whole } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';
import { EntryCard } from '../entries/entry-card.tsx';
import { useEntry, useEntryJob } from '../entries/use-entry.ts';
import { useOwnerFact } from '../entries/use-owner-fact.tsx';
import { Unconverted } from './unconverted.tsx';
import { useTreeCheck } from './use-tree-check.ts';

interface TreeCardProps {
  readonly tree: ListedTree;
  /** Of the file that was seen. */
  readonly digest: string;
  /** The file as it was seen, for undoing. */
  readonly text: string;
  readonly onChange: () => void;
}

const colours = { off: 'gray', new: 'gray', building: 'blue', current: 'teal', stopped: 'red' } as const;

export function TreeCard({ tree, digest, text, onChange }: TreeCardProps) {
  const { t } = useTranslation(['automation', 'common']);
  const { name, folder, names, contents, form, owner, files, leaving, unconverted, isOn, state, problem } =
    tree;
  const ownerFact = useOwnerFact(owner);
  const check = useTreeCheck(name);
  const entry = useEntry({
    text,
    forgotten: t('forgotten', { name }),
    change: (change) => api.treeChange({ name, change, digest }),
    forget: () => api.treeForget({ name, digest }),
    onChange,
  });
  const build = useEntryJob((anew: boolean) =>
    api.jobSubmit({ operation: 'treeBuild', request: { name, anew } }),
  );
  const shown = isOn ? state : 'off';
  return (
    <EntryCard
      {...{ name, isOn, entry }}
      state={{ colour: colours[shown], words: shown === 'off' ? t('off') : t(`state_${shown}`) }}
      on={t('on')}
      error={build.error ?? check.error}
      actions={
        <>
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
        </>
      }
      outcome={
        check.data && (
          <Alert role="status" color={check.data.isFine ? 'teal' : 'yellow'} title={check.data.title}>
            <Text component="ul" size="sm" m={0} pl="md">
              {check.data.lines.map((line) => (
                <li key={line} style={{ overflowWrap: 'anywhere' }}>
                  {line}
                </li>
              ))}
            </Text>
          </Alert>
        )
      }
    >
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {`${folder}/${names}`}
      </Code>
      {problem !== null && (
        <Alert color="red" title={t('stoppedTitle')}>
          <Text size="sm">{reasonOf(problem)}</Text>
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
      <Unconverted {...unconverted} />
      <Facts
        facts={[
          [t('contents'), t(`contents_${contents}`)],
          [t('files'), leaving > 0 ? t('filesLeaving', { files: whole(files), leaving }) : whole(files)],
          [t('form'), t(`form_${form.replace(' ', '_') as 'copy' | 'hard_link' | 'symbolic_link'}`)],
          ownerFact,
        ]}
      />
    </EntryCard>
  );
}
