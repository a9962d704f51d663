/** A table that scrolls sideways where the screen is narrower, by keys too. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** Narrower than this, a table of a handful of columns cannot be read, CSS pixels. */
const readable = 560;

interface WideTableProps {
  readonly label: string;
  /** CSS pixels. */
  readonly minWidth?: number;
  readonly children: ReactNode;
}

export function WideTable({ label, minWidth = readable, children }: WideTableProps) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
    >
      {children}
    </Table.ScrollContainer>
  );
}
