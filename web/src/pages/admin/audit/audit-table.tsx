import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { useAuditWords } from '../../../components/audit/use-audit-words.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { whenColumn } from '../../../components/when-column.tsx';
import { actorName } from '../../../format/actor-name.ts';
import { whole } from '../../../format/numbers.ts';

interface AuditTableProps {
  readonly records: readonly AuditRecord[];
  readonly onLook: (record: AuditRecord) => void;
  readonly onEnd: (() => void) | undefined;
}

const outcomeColors = { done: 'gray', refused: 'yellow', failed: 'red' } as const;

export function AuditTable({ records, onLook, onEnd }: AuditTableProps) {
  const { t } = useTranslation('audit');
  const { actionWords, actorWords } = useAuditWords();
  const columns: readonly Column<AuditRecord>[] = [
    whenColumn({
      title: t('when'),
      at: (record) => record.at,
      look: ({ sequence }) => t('look', { number: sequence }),
      onLook,
    }),
    {
      id: 'who',
      title: t('who'),
      cell: ({ actor, address }) => (
        <>
          <Text size="sm" truncate title={actorName(actor.name, actor.kind)} dir="auto">
            {actorWords(actor)}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {address}
          </Text>
        </>
      ),
    },
    {
      id: 'what',
      title: t('what'),
      cell: ({ action, via, reason }) => (
        <>
          <Text size="sm" truncate title={reason} dir="auto">
            {[actionWords(action), reason].filter((text) => text !== undefined).join(': ')}
          </Text>
          <Text size="xs" c="dimmed" truncate title={via}>
            {via}
          </Text>
        </>
      ),
    },
    {
      id: 'studies',
      title: t('studies'),
      width: 96,
      isRight: true,
      cell: ({ studies }) => (studies.length === 0 ? '' : whole(studies.length)),
    },
    { id: 'times', title: t('times'), width: 88, isRight: true, cell: ({ count }) => whole(count) },
    {
      id: 'outcome',
      title: t('outcome'),
      width: 128,
      cell: ({ outcome }) => (
        <Badge variant="light" color={outcomeColors[outcome]} tt="none">
          {t(`outcome_${outcome}`)}
        </Badge>
      ),
    },
  ];
  return (
    <LongTable
      label={t('title')}
      columns={columns}
      rows={records}
      keyOf={({ sequence }) => String(sequence)}
      minWidth={880}
      onEnd={onEnd}
    />
  );
}
