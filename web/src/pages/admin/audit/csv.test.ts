import { expect, it } from 'vitest';
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { csvOf } from './csv.ts';

const record: AuditRecord = {
  ...{ sequence: 1, at: '2026-01-31T00:00:00Z', actor: { kind: 'user', name: 'ada' }, address: '192.0.2.7' },
  ...{ action: 'find', via: 'C-FIND', outcome: 'done', studies: ['1.2', '1.3'], count: 2 },
  ...{ previous: 'a', hash: 'b' },
};

it('is a line for each record, with quotation marks doubled', () => {
  const [head, line] = csvOf([{ ...record, reason: 'he said "now"' }]).split('\r\n');
  expect(head?.split(',')).toHaveLength(15);
  expect(line).toContain('"1.2 1.3"');
  expect(line).toContain('"he said ""now"""');
});

it('has no formulas, whatever somebody calls themselves', () => {
  const csv = csvOf([{ ...record, actor: { kind: 'node', name: '=HYPERLINK("x")' } }]);
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
});
