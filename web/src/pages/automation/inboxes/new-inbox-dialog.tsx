/** An inbox is made: which folder, when a file in it is whole, what becomes of it. */
import { Group, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFields } from '../../../components/use-fields.ts';
import { NewEntryDialog, type NewEntryProps } from '../entries/new-entry-dialog.tsx';
import { inboxOf, newInbox, takenChoices } from './new-inbox.ts';

export function NewInboxDialog({ file, onClose }: NewEntryProps) {
  const { t } = useTranslation(['inboxes', 'automation']);
  const [fields, set] = useFields(() => newInbox(file.sourceFolders[0]!));
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
