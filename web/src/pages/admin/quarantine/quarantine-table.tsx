import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QuarantinedFile } from '../../../../../src/contract/index.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { whenColumn } from '../../../components/when-column.tsx';
import { day } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';
import { useQuarantineWords } from './use-quarantine-words.ts';

interface QuarantineTableProps {
  readonly files: readonly QuarantinedFile[];
  readonly onLook: (id: string) => void;
  readonly onEnd: (() => void) | undefined;
}

export function QuarantineTable({ files, onLook, onEnd }: QuarantineTableProps) {
  const { t } = useTranslation('quarantine');
  const { whatWords, whyWords, fromWords } = useQuarantineWords();
  const columns: readonly Column<QuarantinedFile>[] = [
    whenColumn({
      title: t('when'),
      at: ({ quarantinedAt }) => quarantinedAt,
      look: (file) => t('look', { what: whatWords(file) }),
      onLook: ({ id }) => onLook(id),
    }),
    {
      id: 'what',
      title: t('what'),
      cell: (file) => (
        <>
          <Text size="sm" truncate title={whatWords(file)} dir="auto">
            {whatWords(file)}
          </Text>
          <Text size="xs" c="dimmed" truncate dir="auto">
            {studyOf(file)}
          </Text>
        </>
      ),
    },
    {
      id: 'why',
      title: t('why'),
      cell: (file) => (
        <Text size="sm" truncate title={whyWords(file)}>
          {whyWords(file)}
        </Text>
      ),
    },
    {
      id: 'from',
      title: t('from'),
      width: 192,
      cell: (file) => (
        <>
          <Text size="sm" truncate title={fromWords(file)} dir="auto">
            {fromWords(file)}
          </Text>
          <Text size="xs" c="dimmed" truncate title={file.origin?.address}>
            {file.origin?.address}
          </Text>
        </>
      ),
    },
    { id: 'size', title: t('size'), width: 104, isRight: true, cell: ({ size }) => bytes(size) },
  ];
  return (
    <LongTable
      label={t('title')}
      columns={columns}
      rows={files}
      keyOf={({ id }) => id}
      minWidth={960}
      onEnd={onEnd}
    />
  );
}

const studyOf = ({ modality, studyDescription, studyDate }: QuarantinedFile): string =>
  [modality, studyDescription, studyDate && day(studyDate)].filter(Boolean).join(' · ');
