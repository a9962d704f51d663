import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantTerms } from '../../../../../src/contract/index.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { type GrantFields, newGrant, termsOf } from './grant-fields.ts';
import { GrantForm } from './grant-form.tsx';

interface GrantDialogProps {
  readonly onGrant: (terms: GrantTerms) => Promise<unknown>;
  readonly onClose: () => void;
}

export function GrantDialog({ onGrant, onClose }: GrantDialogProps) {
  const { t } = useTranslation(['grants', 'common']);
  const [fields, setFields] = useState<GrantFields>(newGrant);
  const terms = termsOf(fields);
  const grant = useMutation({ mutationFn: onGrant, onSuccess: onClose });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (terms) grant.mutate(terms);
  };
  return (
    <Dialog onClose={onClose} title={t('allowTitle')}>
      <form onSubmit={onSubmit}>
        <Stack>
          <GrantForm fields={fields} onChange={setFields} />
          {grant.isError && <Problem error={grant.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!terms} loading={grant.isPending}>
              {t('allowDo')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
