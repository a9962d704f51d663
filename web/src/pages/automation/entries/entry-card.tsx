/** The frame of a tree, rule or schedule: its name and state, what is said of it, what can be done with it. */
import { Alert, Button, Group, Switch } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../components/problem.tsx';
import { TitledCard } from './titled-card.tsx';
import type { Entry } from './use-entry.ts';

interface EntryCardProps {
  readonly name: string;
  readonly isOn: boolean;
  readonly state: { readonly colour: string; readonly words: string };
  /** What it does while it is on. */
  readonly on: string;
  readonly entry: Entry;
  /** Of what else can be done with it. */
  readonly error: Error | null | undefined;
  /** Buttons for that. */
  readonly actions: ReactNode;
  /** What came of them. */
  readonly outcome?: ReactNode;
  /** Why it does not do what it should. */
  readonly problem?: { readonly title: string; readonly meaning: string } | null;
  readonly children: ReactNode;
}

export function EntryCard({
  name,
  isOn,
  state,
  on,
  entry,
  actions,
  outcome,
  problem,
  ...props
}: EntryCardProps) {
  const { t } = useTranslation('automation');
  const error = entry.error ?? props.error;
  return (
    <TitledCard {...{ name, state }}>
      {problem && (
        <Alert color="red" title={problem.title} style={{ overflowWrap: 'anywhere' }}>
          {problem.meaning}
        </Alert>
      )}
      {props.children}
      <Group gap="sm">
        <Switch
          checked={isOn}
          disabled={entry.turned.isPending}
          onChange={(event) => entry.turned.mutate(event.currentTarget.checked)}
          label={on}
        />
        {actions}
        <Button variant="default" onClick={entry.onChange} leftSection={<IconPencil size={16} aria-hidden />}>
          {t('change')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          loading={entry.takenOut.isPending}
          onClick={() => entry.takenOut.mutate()}
        >
          {t('forget')}
        </Button>
      </Group>
      {outcome}
      {error && <Problem error={error} />}
    </TitledCard>
  );
}
