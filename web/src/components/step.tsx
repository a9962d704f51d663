import { Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}

/** One of a few things to say before something is done; all of them are on one page. */
export function Step({ number, title, children }: StepProps) {
  const id = useId();
  return (
    <Stack component="section" gap="xs" aria-labelledby={id}>
      <Group gap="xs">
        <ThemeIcon size="sm" radius="xl" variant="light" aria-hidden>
          <Text size="xs" fw={700}>
            {number}
          </Text>
        </ThemeIcon>
        <Text id={id} fw={600}>
          {title}
        </Text>
      </Group>
      {children}
    </Stack>
  );
}
