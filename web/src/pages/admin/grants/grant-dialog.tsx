import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantTerms } from '../../../../../src/contract/index.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { type GrantFields, newGrant, termsOf } from './grant-fields.ts';
import { GrantForm } from './grant-form.tsx';

interface GrantDialogProps {
  readonly onGrant: (terms: GrantTerms) => Promise<unknown>;
  readonly onClose: () => void;
}

export function GrantDialog({ onGrant, onClose }: GrantDialogProps) {
  const { t } = useTranslation('grants');
  const [fields, setFields] = useState<GrantFields>(newGrant);
  const terms = termsOf(fields);
  const grant = useMutation({ mutationFn: onGrant, onSuccess: onClose });
  return (
    <FormDialog
      onClose={onClose}
      title={t('allowTitle')}
      doing={grant}
      doText={t('allowDo')}
      isReady={terms !== undefined}
      onSubmit={() => terms && grant.mutate(terms)}
      hasCancel
    >
      <GrantForm fields={fields} onChange={setFields} />
    </FormDialog>
  );
}
