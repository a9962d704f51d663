import { Checkbox, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { numberOf, textOf, valuesOf } from '../../api/rows.ts';
import { day } from '../../format/dates.ts';
import { whole } from '../../format/numbers.ts';
import { personName } from '../../format/person-name.ts';
import { WideTable } from '../wide-table.tsx';

interface FoundStudiesProps {
  readonly rows: readonly FindRow[];
  /** Images that are here, by study; undefined while they are counted. */
  readonly here: ReadonlyMap<string, number> | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

export function FoundStudies({ rows, here, chosen, onChoose }: FoundStudiesProps) {
  const { t } = useTranslation('nodes');
  const uids = rows.map((row) => textOf(row, 'StudyInstanceUID'));
  const isAll = uids.every((uid) => chosen.has(uid));
  const toggle = (uid: string) => {
    const next = new Set(chosen);
    if (!next.delete(uid)) next.add(uid);
    onChoose(next);
  };
  return (
    <WideTable label={t('foundStudies')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={40}>
              <Checkbox
                aria-label={t('chooseAll')}
                checked={isAll}
                indeterminate={!isAll && chosen.size > 0}
                onChange={() => onChoose(new Set(isAll ? [] : uids))}
              />
            </Table.Th>
            <Table.Th>{t('patientName')}</Table.Th>
            <Table.Th>{t('patientId')}</Table.Th>
            <Table.Th>{t('date')}</Table.Th>
            <Table.Th>{t('modality')}</Table.Th>
            <Table.Th>{t('description')}</Table.Th>
            <Table.Th ta="right">{t('imagesThere')}</Table.Th>
            <Table.Th ta="right">{t('imagesHere')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const uid = textOf(row, 'StudyInstanceUID');
            const name = personName(textOf(row, 'PatientName'));
            const date = textOf(row, 'StudyDate');
            const isCounted = valuesOf(row, 'NumberOfStudyRelatedInstances').length > 0;
            return (
              <Table.Tr key={uid}>
                <Table.Td>
                  <Checkbox
                    aria-label={t('chooseStudy', { name, date: date === '' ? '' : day(date) })}
                    checked={chosen.has(uid)}
                    onChange={() => toggle(uid)}
                  />
                </Table.Td>
                <Table.Td>
                  <bdi>{name}</bdi>
                </Table.Td>
                <Table.Td>
                  <bdi>{textOf(row, 'PatientID')}</bdi>
                </Table.Td>
                <Table.Td>{date === '' ? '' : day(date)}</Table.Td>
                <Table.Td>{textOf(row, 'ModalitiesInStudy')}</Table.Td>
                <Table.Td>
                  <bdi>{textOf(row, 'StudyDescription')}</bdi>
                </Table.Td>
                <Table.Td ta="right">
                  {isCounted ? whole(numberOf(row, 'NumberOfStudyRelatedInstances')) : '?'}
                </Table.Td>
                <Table.Td ta="right">{here === undefined ? '' : whole(here.get(uid) ?? 0)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
