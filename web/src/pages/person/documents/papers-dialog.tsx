/** Papers that somebody photographs, several pages in one document. */
import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconCamera, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { attachmentOf } from '../../../components/people-places.ts';
import { Problem } from '../../../components/problem.tsx';
import { roughDateFrom } from '../../../format/dates.ts';
import { keepDated } from '../../../upload/keep.ts';
import { DateInput, isRoughDate } from './date-input.tsx';
import styles from './papers.module.css';

interface PapersDialogProps {
  readonly somebody: Somebody;
  readonly onClose: () => void;
}

const mostPages = 50;

export function PapersDialog({ somebody, onClose }: PapersDialogProps) {
  const { t } = useTranslation(['papers', 'documents']);
  const client = useQueryClient();
  const camera = useRef<HTMLInputElement>(null);
  const [pages, setPages] = useState<readonly File[]>([]);
  const [title, setTitle] = useState('');
  const [date, setDate] = useState('');
  const keep = useMutation({
    mutationFn: async () => {
      const { documentOf } = await import('./pages-to-pdf.ts');
      const attachTo = attachmentOf(somebody);
      const blob = await documentOf(pages, title.trim());
      await keepDated({ blob, name: `${title.trim()}.pdf`, attachTo, date: roughDateFrom(date) ?? null });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
    onSuccess: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('heading')}
      closeButtonProps={{ 'aria-label': t('documents:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('meaning')}
          </Text>
          <Pages pages={pages} onRemove={(page) => setPages(pages.filter((each) => each !== page))} />
          <Button
            variant={pages.length === 0 ? 'filled' : 'default'}
            leftSection={<IconCamera size={18} aria-hidden />}
            disabled={pages.length >= mostPages}
            onClick={() => camera.current?.click()}
          >
            {t(pages.length === 0 ? 'firstPage' : 'nextPage')}
          </Button>
          <input
            ref={camera}
            type="file"
            accept="image/*"
            capture="environment"
            multiple
            hidden
            onChange={({ currentTarget }) => {
              setPages([...pages, ...(currentTarget.files ?? [])].slice(0, mostPages));
              currentTarget.value = '';
            }}
          />
          <TextInput
            required
            label={t('documents:title')}
            value={title}
            maxLength={240}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <DateInput label={t('documents:date')} value={date} onChange={setDate} />
          {keep.isError && <Problem error={keep.error} />}
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={keep.isPending}
              disabled={pages.length === 0 || title.trim() === '' || !isRoughDate(date)}
            >
              {t('documents:keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PagesProps {
  readonly pages: readonly File[];
  readonly onRemove: (page: File) => void;
}

function Pages({ pages, onRemove }: PagesProps) {
  const { t } = useTranslation('papers');
  const pictures = useMemo(() => pages.map((page) => URL.createObjectURL(page)), [pages]);
  useEffect(() => {
    return () => {
      for (const picture of pictures) URL.revokeObjectURL(picture);
    };
  }, [pictures]);
  if (pages.length === 0) return null;
  return (
    <ol className={styles.pages} aria-label={t('pages')}>
      {pages.map((page, index) => (
        <li key={pictures[index]}>
          <img src={pictures[index]} alt={t('page', { number: index + 1 })} />
          <ActionIcon
            size="sm"
            radius="xl"
            color="gray"
            variant="filled"
            onClick={() => onRemove(page)}
            aria-label={t('removePage', { number: index + 1 })}
          >
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}
