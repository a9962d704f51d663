/** A short list in a frame of its own, with a button that adds to it in a dialog. */
import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Section } from '../../components/section.tsx';

interface GrowingSectionProps {
  readonly title: string;
  /** What is read where there is no line. */
  readonly emptyText: string;
  readonly addText: string;
  /** The dialog, while one is added. */
  readonly adding: (onClose: () => void) => ReactNode;
  readonly lines: readonly ReactNode[];
}

export function GrowingSection({ title, emptyText, addText, adding, lines }: GrowingSectionProps) {
  const [isAdding, setAdding] = useState(false);
  const button = (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      {addText}
    </Button>
  );
  return (
    <Section title={title} beside={button}>
      {lines.length === 0 && <Text c="dimmed">{emptyText}</Text>}
      <Stack gap="sm">{lines}</Stack>
      {isAdding && adding(() => setAdding(false))}
    </Section>
  );
}
