/** Of what cannot be drawn: what it is, what it says of itself. Its file and its elements are in the bar above. */
import { Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { elementOf, parseTag } from '../../../../src/dicom/index.ts';
import { textsIn } from '../../api/dicom-web.ts';
import { kindOf } from '../kinds.ts';
import type { ObjectProps } from './object-props.ts';
import styles from './objects.module.css';
import { objectTags as tags } from './tags.ts';

const shown = [
  tags.DocumentTitle,
  tags.ContentLabel,
  tags.ContentDescription,
  tags.SeriesDescription,
  tags.MIMETypeOfEncapsulatedDocument,
  tags.EncapsulatedDocumentLength,
  tags.NumberOfFrames,
  tags.Manufacturer,
  tags.ImageComments,
  tags.SOPClassUID,
  tags.SOPInstanceUID,
];

export function ObjectCard({ instance }: ObjectProps) {
  const { t } = useTranslation('objects');
  const sopClass = textsIn(instance, tags.SOPClassUID)[0] ?? '';
  const rows = shown
    .map((tag) => ({ tag, text: textsIn(instance, tag).join(', ') }))
    .filter(({ text }) => text !== '');
  return (
    <div className={styles.scroll}>
      <Paper withBorder p="lg" maw={640} m="md" mx="auto">
        <Stack gap="xs">
          <Title order={2}>{kindOf(sopClass)}</Title>
          <Text c="dimmed">{t('noView')}</Text>
          <Table layout="fixed">
            <Table.Tbody>
              {rows.map(({ tag, text }) => (
                <Table.Tr key={tag}>
                  <Table.Th scope="row">{elementOf(parseTag(tag) ?? 0)?.name}</Table.Th>
                  <Table.Td className={styles.wraps ?? ''}>{text}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      </Paper>
    </div>
  );
}
