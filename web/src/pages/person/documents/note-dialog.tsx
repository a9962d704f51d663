import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { DateInput, isRoughDate } from '../../../components/date-input.tsx';
import { attachmentOf } from '../../../components/people-places.ts';
import { Problem } from '../../../components/problem.tsx';
import { today } from '../../../format/age.ts';
import { roughDateFrom, roughDateText } from '../../../format/dates.ts';
import { keepDated } from '../../../upload/keep.ts';

interface NoteDialogProps {
  readonly somebody: Somebody;
  readonly onClose: () => void;
}

const longestNote = 100_000;

/** A few words of one's own, kept as a text that everything can read. */
export function NoteDialog({ somebody, onClose }: NoteDialogProps) {
  const { t } = useTranslation('documents');
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [date, setDate] = useState(roughDateText(today()));
  const [text, setText] = useState('');
  const write = useMutation({
    mutationFn: async () => {
      const blob = new Blob([`${text.trim()}\n`], { type: 'text/plain' });
      const attachTo = attachmentOf(somebody);
      await keepDated({ blob, name: `${title.trim()}.txt`, attachTo, date: roughDateFrom(date) ?? null });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
    onSuccess: onClose,
  });
  const isWhole = title.trim() !== '' && text.trim() !== '' && isRoughDate(date);
  return (
    <Modal opened onClose={onClose} title={t('note')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate();
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            required
            label={t('title')}
            value={title}
            maxLength={240}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <DateInput label={t('date')} value={date} onChange={setDate} />
          <Textarea
            required
            label={t('text')}
            autosize
            minRows={4}
            maxRows={16}
            maxLength={longestNote}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          {write.isError && <Problem error={write.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={write.isPending} disabled={!isWhole}>
              {t('keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
