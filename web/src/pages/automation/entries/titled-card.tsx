import { Badge, Card, Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface TitledCardProps {
  readonly name: string;
  readonly state: { readonly colour: string; readonly words: string };
  readonly children: ReactNode;
}

/** Something of the automation by its name, with how it does. */
export function TitledCard({ name, state, children }: TitledCardProps) {
  const title = useId();
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
        {children}
      </Stack>
    </Card>
  );
}
