/** Somebody who is known under another name or ID: chosen by hand, because nothing says so by itself. */
import { Button, Text, TextInput } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { keyOf } from '../../../components/people-places.ts';
import { PersonPicker } from '../../../components/person-picker.tsx';
import { likelyName, useMergePeople } from '../../../components/use-merge-people.ts';
import { longestName } from './longest-name.ts';

export function SameAs({ somebody }: { readonly somebody: Somebody }) {
  const { t } = useTranslation('person');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconUsersPlus size={14} aria-hidden />}
        onClick={() => setOpen(true)}
        data-print-hidden
      >
        {t('sameAs')}
      </Button>
      {isOpen && <SameAsDialog somebody={somebody} onClose={() => setOpen(false)} />}
    </>
  );
}

interface SameAsDialogProps {
  readonly somebody: Somebody;
  readonly onClose: () => void;
}

function SameAsDialog({ somebody, onClose }: SameAsDialogProps) {
  const { t } = useTranslation(['person', 'people']);
  const [other, setOther] = useState<Somebody>();
  const [written, setWritten] = useState<string>();
  const merge = useMergePeople();
  const people = other ? [somebody, other] : [somebody];
  const name = written ?? likelyName(people);
  const isReady = other !== undefined && keyOf(other) !== keyOf(somebody) && name.trim() !== '';
  return (
    <FormDialog
      title={t('sameAsTitle')}
      doing={merge}
      doText={t('people:merge')}
      isReady={isReady}
      onSubmit={() => merge.mutate({ people, name: name.trim() }, { onSuccess: onClose })}
      onClose={onClose}
      hasCancel
    >
      <Text size="sm">{t('sameAsMeaning')}</Text>
      <PersonPicker label={t('other')} value={other} onChange={setOther} />
      <TextInput
        label={t('called')}
        value={name}
        maxLength={longestName}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
