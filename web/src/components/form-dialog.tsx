/** A dialog that asks for something: what is asked, what went wrong, and a button that does it. */
import { Button, Group, type MantineColor, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, type DialogSize } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface FormDialogProps {
  readonly title: ReactNode;
  readonly size?: DialogSize;
  /** What the form is for, as it stands now. */
  readonly doing: Pick<UseMutationResult, 'error' | 'isPending'>;
  /** What the button says. */
  readonly doText: string;
  readonly color?: MantineColor;
  /** Whether what was given is enough; until then nothing is done. */
  readonly isReady: boolean;
  readonly hasCancel?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function FormDialog({
  title,
  size,
  doing,
  doText,
  color,
  isReady,
  hasCancel = false,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) {
  const { t } = useTranslation('common');
  return (
    <Dialog onClose={onClose} title={title} {...(size && { size })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSubmit();
        }}
      >
        <Stack>
          {children}
          {doing.error && <Problem error={doing.error} />}
          <Group justify="flex-end">
            {hasCancel && (
              <Button variant="default" onClick={onClose}>
                {t('cancel')}
              </Button>
            )}
            <Button type="submit" {...(color && { color })} disabled={!isReady} loading={doing.isPending}>
              {doText}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
