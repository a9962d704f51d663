/** An inbox is made or changed: which folder, when a file in it is whole, what becomes of it. */
import { Group, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFields } from '../../../components/use-fields.ts';
import { EntryDialog, type EntryProps } from '../entries/entry-dialog.tsx';
import { type InboxFields, inboxOf, newInbox, takenChoices } from './inbox-fields.ts';

export function InboxDialog({ file, changed, onClose }: EntryProps<InboxFields>) {
  const { t } = useTranslation(['inboxes', 'automation']);
  const [fields, set] = useFields(() => changed?.fields ?? newInbox(file.sourceFolders[0]!));
  return (
    <EntryDialog
      {...{ file, changed, onClose }}
      kind="inboxes"
      name={fields.name}
      onName={(name) => set({ name })}
      words={{ add: t('add'), make: t('make'), made: t('made', { name: fields.name }) }}
      entry={inboxOf(fields)}
      save={(change) => api.inboxChange(change)}
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
    </EntryDialog>
  );
}
