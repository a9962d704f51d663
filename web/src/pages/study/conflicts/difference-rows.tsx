import { Table } from '@mantine/core';
import type { Difference } from './difference.ts';

interface DifferenceRowsProps {
  readonly lines: readonly Difference[];
  /** Also what all of them say alike. */
  readonly isAll: boolean;
}

/** A row for each element, a column for each content. */
export function DifferenceRows({ lines, isAll }: DifferenceRowsProps) {
  return (
    <Table.Tbody>
      {lines
        .filter(({ isSame }) => isAll || !isSame)
        .map(({ keyword, values, isSame }) => (
          <Table.Tr key={keyword} fw={isSame ? 400 : 600}>
            <Table.Th scope="row">{keyword}</Table.Th>
            {values.map((value, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: contents keep their places, and may say the same
              <Table.Td key={index} style={{ overflowWrap: 'anywhere' }}>
                {value || '–'}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
    </Table.Tbody>
  );
}
