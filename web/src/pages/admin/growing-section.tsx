/** A short list in a frame of its own, with a button that adds to it in a dialog. */
import { Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { AddButton } from '../../components/add-button.tsx';
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
  const button = <AddButton label={addText} onClick={() => setAdding(true)} />;
  return (
    <Section title={title} beside={button}>
      {lines.length === 0 && <Text c="dimmed">{emptyText}</Text>}
      <Stack gap="sm">{lines}</Stack>
      {isAdding && adding(() => setAdding(false))}
    </Section>
  );
}
