import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { useMay } from '../../../api/rights.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { FileLink, isDrawn } from '../../../components/file-link.tsx';
import { moment, roughDay } from '../../../format/dates.ts';
import { titleOf } from './title.ts';

interface DocumentViewProps {
  readonly file: ListedFile;
  readonly onClose: () => void;
}

/** A document in the page. The archive shows nothing that could run something: see `preview` of a file. */
export function DocumentView({ file, onClose }: DocumentViewProps) {
  const { t } = useTranslation('documents');
  const may = useMay();
  const { digest, name, preview, date, receivedAt } = file;
  return (
    <Dialog onClose={onClose} size="xl" title={titleOf(file)}>
      <Stack>
        {preview === 'none' || !may('view') ? (
          <Text>{t('noPreview')}</Text>
        ) : isDrawn(preview) ? (
          <FileLink file={file} />
        ) : preview === 'image' ? (
          <img src={`/api/files/${digest}/preview`} alt={titleOf(file)} style={{ maxWidth: '100%' }} />
        ) : (
          <iframe
            src={`/api/files/${digest}/preview`}
            title={titleOf(file)}
            style={{ width: '100%', height: '70dvh', border: 0, background: 'white' }}
          />
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {date === null ? t('received', { date: moment(receivedAt) }) : roughDay(date)}
          </Text>
          {may('download') && (
            <Button component="a" variant="default" href={`/api/files/${digest}/content`} download={name}>
              {t('save')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
