/** For what cannot be undone: the name has to be typed. */

import { Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from './form-dialog.tsx';

interface TypedRemovalProps {
  readonly name: string;
  readonly title: string;
  /** What goes with it, and what stays. */
  readonly meaning: string;
  /** What the button says. */
  readonly doText?: string;
  readonly onRemove: () => Promise<unknown>;
  readonly onClose: () => void;
  /** What else is to be decided. */
  readonly children?: ReactNode;
}

export function TypedRemoval(props: TypedRemovalProps) {
  const { name, title, meaning, doText, onRemove, onClose, children } = props;
  const { t } = useTranslation('common');
  const [typed, setTyped] = useState('');
  const remove = useMutation({ mutationFn: onRemove });
  return (
    <FormDialog
      onClose={onClose}
      title={title}
      doing={remove}
      doText={doText ?? t('remove')}
      isReady={typed.trim() === name.trim()}
      onSubmit={() => remove.mutate()}
      color="red"
      hasCancel
    >
      <Text size="sm">{meaning}</Text>
      {children}
      <TextInput
        data-autofocus
        label={t('typeName', { name })}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
