/** Papers that somebody photographs, several pages in one document. */
import { Button, Text } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { roughDateFrom } from '../../format/dates.ts';
import { keepDated } from '../../upload/keep.ts';
import { FormDialog } from '../form-dialog.tsx';
import { attachmentOf } from '../people-places.ts';
import { PersonPicker } from '../person-picker.tsx';
import { isTitled, TitleAndDateInputs } from '../title-and-date.tsx';
import { Pages } from './pages.tsx';

interface PapersDialogProps {
  /** Whose they are; where nobody said so yet it is asked for. */
  readonly somebody?: Somebody;
  readonly onClose: () => void;
}

const mostPages = 50;

export function PapersDialog({ somebody: known, onClose }: PapersDialogProps) {
  const { t } = useTranslation(['papers', 'documents']);
  const client = useQueryClient();
  const camera = useRef<HTMLInputElement>(null);
  const [picked, setPicked] = useState<Somebody>();
  const somebody = known ?? picked;
  const [pages, setPages] = useState<readonly File[]>([]);
  const [titled, setTitled] = useState({ title: '', date: '' });
  const keep = useMutation({
    mutationFn: async (owner: Somebody) => {
      const { documentOf } = await import('./pages-to-pdf.ts');
      const attachTo = attachmentOf(owner);
      const title = titled.title.trim();
      const blob = await documentOf(pages, title);
      const date = roughDateFrom(titled.date) ?? null;
      await keepDated({ blob, name: `${title}.pdf`, attachTo, date });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('heading')}
      doing={keep}
      doText={t('documents:keep')}
      isReady={somebody !== undefined && pages.length > 0 && isTitled(titled)}
      onSubmit={() => somebody && keep.mutate(somebody)}
    >
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
      {!known && <PersonPicker label={t('documents:whose')} value={picked} onChange={setPicked} />}
      <TitleAndDateInputs value={titled} onChange={setTitled} />
    </FormDialog>
  );
}
