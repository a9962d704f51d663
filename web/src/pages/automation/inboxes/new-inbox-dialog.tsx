/** An inbox is made: which folder, when a file in it is whole, what becomes of it. */
import { Group, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { NewEntryDialog } from '../entries/new-entry-dialog.tsx';
import { inboxOf, newInbox, takenChoices } from './new-inbox.ts';

interface NewInboxDialogProps {
  readonly file: ResultFor<'automationShow'>;
  readonly onClose: () => void;
}

export function NewInboxDialog({ file, onClose }: NewInboxDialogProps) {
  const { t } = useTranslation(['inboxes', 'automation']);
  const [fields, setFields] = useState(() => newInbox(file.sourceFolders[0]!));
  const set = (change: Partial<typeof fields>) => setFields((before) => ({ ...before, ...change }));
  return (
    <NewEntryDialog
      {...{ file, onClose }}
      title={t('add')}
      name={fields.name}
      onName={(name) => set({ name })}
      words={{ make: t('make'), made: t('made', { name: fields.name }) }}
      save={() => api.inboxChange({ name: fields.name, change: inboxOf(fields), digest: file.digest })}
    >
      <Group grow align="flex-end">
        <Select
          label={t('automation:target')}
          data={[...file.sourceFolders]}
          value={fields.source}
          allowDeselect={false}
          onChange={(source) => source !== null && set({ source })}
        />
        <TextInput
          label={t('automation:subfolder')}
          placeholder={fields.name}
          value={fields.subfolder}
          maxLength={512}
          onChange={(event) => set({ subfolder: event.currentTarget.value })}
        />
      </Group>
      <NumberInput
        label={t('quiet')}
        description={t('quietMeaning')}
        value={fields.quietSeconds}
        min={1}
        max={86_400}
        allowDecimal={false}
        onChange={(value) => typeof value === 'number' && set({ quietSeconds: value })}
      />
      <Radio.Group
        label={t('taken')}
        value={fields.taken}
        onChange={(taken) => set({ taken: taken as typeof fields.taken })}
      >
        <Stack gap="xs" mt="xs">
          {takenChoices.map((one) => (
            <Radio key={one} value={one} label={t(`taken_${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </NewEntryDialog>
  );
}
