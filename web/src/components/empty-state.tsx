/** Where nothing is yet: what it means, and what to do about it. */
import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  readonly meaning: string;
  /** Level of the heading: 1 where it is all that there is on the page. */
  readonly order?: 1 | 2;
  /** What can be done. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, meaning, order = 1, children }: EmptyStateProps) {
  return (
    <Center mih={240} p="xl">
      <Stack align="center" gap="sm" maw={480} ta="center">
        <ThemeIcon size={56} radius="xl" variant="light">
          <Icon size={28} />
        </ThemeIcon>
        <Title order={order}>{title}</Title>
        <Text c="dimmed">{meaning}</Text>
        {children}
      </Stack>
    </Center>
  );
}
