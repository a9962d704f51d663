/** A table that scrolls sideways where the screen is narrower, by keys too. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** Narrower than this, a table of a handful of columns cannot be read, CSS pixels. */
const readable = 560;

export function WideTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Table.ScrollContainer
      minWidth={readable}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
    >
      {children}
    </Table.ScrollContainer>
  );
}
