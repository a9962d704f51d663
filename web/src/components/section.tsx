/** A framed part of a page, with its heading. */
import { Group, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly meaning?: string;
  /** At the other end of the line of the heading. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, meaning, beside, children }: SectionProps) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Group justify="space-between" mb={meaning === undefined ? 'sm' : 0}>
        <Title order={2}>{title}</Title>
        {beside}
      </Group>
      {meaning !== undefined && (
        <Text size="sm" c="dimmed" mb="md">
          {meaning}
        </Text>
      )}
      {children}
    </Paper>
  );
}
