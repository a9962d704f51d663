/** The dialog that makes or changes a tree, rule or schedule: its name, what is said of it, and saving, which can be undone. */
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryKind, RequestFor, ResultFor } from '../../../../../src/contract/index.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import type { Changed } from './changed.ts';
import { isEntryName } from './entry-name.ts';
import { changeOf, type Says } from './says.ts';
import { useUndoable } from './use-undoable.ts';

/** Of all dialogs that make or change one. */
export interface EntryProps<Fields> {
  /** The file that it goes into, as it was seen. */
  readonly file: ResultFor<'automationShow'>;
  /** The one that is there and changed; otherwise a new one is made. */
  readonly changed?: Changed<Fields> | undefined;
  readonly onClose: () => void;
}

interface EntryDialogProps extends EntryProps<unknown> {
  readonly kind: EntryKind;
  readonly name: string;
  readonly onName: (name: string) => void;
  /** Of a new one: above the dialog, on the button that makes it, and told once it is made. */
  readonly words: { readonly add: string; readonly make: string; readonly made: string };
  /** As the file is to say it. */
  readonly entry: Says;
  readonly save: (change: RequestFor<'treeChange'>) => Promise<{ readonly digest: string }>;
  readonly children: ReactNode;
}

export function EntryDialog({ kind, name, onName, words, entry, ...props }: EntryDialogProps) {
  const { t } = useTranslation(['automation', 'common']);
  const { onClose, save, children } = props;
  const [opened] = useState(props);
  const { changed } = opened;
  // What others have changed since is not written over; what is new goes beside it.
  const { file } = changed ? opened : props;
  const undoable = useUndoable(file.text);
  const [isTried, setTried] = useState(false);
  const mistake = changed ? undefined : mistakeOf(name, kind, file);
  const change = changed ? changeOf(changed.says, entry) : entry;
  const saving = useMutation({
    mutationFn: () => save({ name, change: { ...change }, digest: file.digest }),
    async onSuccess(after) {
      await undoable(changed ? t('changed', { name }) : words.made, after);
      onClose();
    },
  });
  const onSubmit = () => {
    setTried(true);
    if (!mistake) saving.mutate();
  };
  return (
    <FormDialog
      {...{ onSubmit, onClose }}
      size="xl"
      title={changed ? t('changeTitle', { name }) : words.add}
      doing={saving}
      doText={changed ? t('common:save') : words.make}
      isReady
      hasCancel
    >
      {!changed && (
        <TextInput
          data-autofocus
          withAsterisk
          aria-required
          label={t('name')}
          description={t('nameMeaning')}
          value={name}
          maxLength={64}
          error={isTried && mistake && t(mistake)}
          onChange={(event) => onName(event.currentTarget.value)}
        />
      )}
      {children}
    </FormDialog>
  );
}

function mistakeOf(name: string, kind: EntryKind, { entries }: Pick<ResultFor<'automationShow'>, 'entries'>) {
  if (!isEntryName(name)) return 'wrongName';
  return entries.some((entry) => entry.kind === kind && entry.name === name) ? 'nameTaken' : undefined;
}
