/** Reports, recordings and notes that are kept with somebody or their studies. */
import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBoxModel2, IconFileDescription, IconNote, IconPhoto, IconWaveSine } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { FileLink, isDrawn } from '../../../components/file-link.tsx';
import { moment, roughDay } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';
import { DocumentMenu } from './document-menu.tsx';
import { titleOf } from './title.ts';

interface DocumentsProps {
  readonly files: readonly ListedFile[];
  readonly onOpen: (file: ListedFile) => void;
}

const icons = {
  ...{ pdf: IconFileDescription, none: IconFileDescription, text: IconNote, image: IconPhoto },
  ...{ recording: IconWaveSine, volume: IconBoxModel2 },
};

export function Documents({ files, onOpen }: DocumentsProps) {
  const { t } = useTranslation('person');
  if (files.length === 0) return null;
  return (
    <section aria-label={t('documents')}>
      <Title order={2} mb="xs">
        {t('documents')}
      </Title>
      <Stack gap="xs">
        {files.toSorted(byDate).map((file) => (
          <Row key={file.digest} file={file} onOpen={() => onOpen(file)} />
        ))}
      </Stack>
    </section>
  );
}

function Row({ file, onOpen }: { readonly file: ListedFile; readonly onOpen: () => void }) {
  const { t } = useTranslation('person');
  const { date, receivedAt, size, preview } = file;
  const Icon = icons[preview];
  return (
    <Paper withBorder p="sm">
      <Group wrap="nowrap">
        <Icon size={20} style={{ flexShrink: 0 }} aria-hidden />
        <div style={{ minWidth: 0, flex: 1 }}>
          {isDrawn(preview) ? (
            <FileLink file={file} />
          ) : (
            <Anchor
              component="button"
              type="button"
              onClick={onOpen}
              ta="left"
              aria-haspopup="dialog"
              fw={500}
            >
              <bdi style={{ overflowWrap: 'anywhere' }}>{titleOf(file)}</bdi>
            </Anchor>
          )}
          <Text size="xs" c="dimmed">
            {[
              date === null
                ? t('received', { date: moment(receivedAt) })
                : t('tellsOf', { date: roughDay(date) }),
              bytes(size),
            ].join(' · ')}
          </Text>
        </div>
        <DocumentMenu file={file} />
      </Group>
    </Paper>
  );
}

/** The newest first; a document without a date stands where it came. */
function byDate(a: ListedFile, b: ListedFile): number {
  const of = ({ date, receivedAt }: ListedFile) => date ?? receivedAt.slice(0, 10).replaceAll('-', '');
  return of(b).localeCompare(of(a));
}
