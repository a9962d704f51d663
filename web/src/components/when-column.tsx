import { Button } from '@mantine/core';
import { moment } from '../format/dates.ts';
import type { Column } from './long-table.tsx';

interface WhenColumnProps<Row> {
  readonly title: string;
  /** ISO 8601. */
  readonly at: (row: Row) => string;
  /** What a click does, in words. */
  readonly look: (row: Row) => string;
  readonly onLook: (row: Row) => void;
}

/** When it was, as the first column of a table: a click looks at the row. */
export const whenColumn = <Row,>({ title, at, look, onLook }: WhenColumnProps<Row>): Column<Row> => ({
  ...{ id: 'when', title, width: 192 },
  cell: (row) => (
    <Button variant="subtle" size="compact-sm" fw={400} onClick={() => onLook(row)} title={look(row)}>
      {moment(at(row))}
    </Button>
  ),
});
