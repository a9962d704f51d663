/** The dialog that makes a tree, rule or schedule: its name, what is said of it, and saving, which can be undone. */
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { isEntryName } from './entry-name.ts';
import { useUndoable } from './use-undoable.ts';

/** Of all dialogs that make one. */
export interface NewEntryProps {
  /** The file that it goes into, as it was seen. */
  readonly file: ResultFor<'automationShow'>;
  readonly onClose: () => void;
}

interface NewEntryDialogProps extends NewEntryProps {
  readonly title: string;
  readonly name: string;
  readonly onName: (name: string) => void;
  /** On the button that makes it, and told once it is made. */
  readonly words: { readonly make: string; readonly made: string };
  readonly save: () => Promise<{ readonly digest: string }>;
  readonly children: ReactNode;
}

export function NewEntryDialog({ title, file, name, onName, words, save, ...props }: NewEntryDialogProps) {
  const { t } = useTranslation(['automation', 'common']);
  const { onClose, children } = props;
  const undoable = useUndoable(file.text);
  const [isTried, setTried] = useState(false);
  const isNamed = isEntryName(name);
  const saving = useMutation({
    mutationFn: save,
    async onSuccess(after) {
      await undoable(words.made, after);
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isNamed) saving.mutate();
  };
  return (
    <Dialog onClose={onClose} size="xl" title={title}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <TextInput
            data-autofocus
            required
            label={t('name')}
            description={t('nameMeaning')}
            value={name}
            maxLength={64}
            error={isTried && !isNamed && t('wrongName')}
            onChange={(event) => onName(event.currentTarget.value)}
          />
          {children}
          {saving.error && <Problem error={saving.error} />}
          <Group>
            <Button type="submit" loading={saving.isPending}>
              {words.make}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
