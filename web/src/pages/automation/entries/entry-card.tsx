/** The frame of a tree, rule or schedule: its name and state, what is said of it, what can be done with it. */
import { Badge, Button, Card, Group, Stack, Switch, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../components/problem.tsx';
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
  readonly children: ReactNode;
}

export function EntryCard({ name, isOn, state, on, entry, actions, outcome, ...props }: EntryCardProps) {
  const { t } = useTranslation('automation');
  const title = useId();
  const error = entry.error ?? props.error;
  return (
    <Card component="section" withBorder aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h3" id={title} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Badge color={state.colour} variant="light">
            {state.words}
          </Badge>
        </Group>
        {props.children}
        <Group gap="sm">
          <Switch
            checked={isOn}
            disabled={entry.turned.isPending}
            onChange={(event) => entry.turned.mutate(event.currentTarget.checked)}
            label={on}
          />
          {actions}
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
      </Stack>
    </Card>
  );
}
