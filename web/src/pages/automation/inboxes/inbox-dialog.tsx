/** An inbox is made or changed: which folder, when a file in it is whole, what becomes of it. */
import { NumberInput, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFields } from '../../../components/use-fields.ts';
import { EntryDialog, type EntryProps } from '../entries/entry-dialog.tsx';
import { FolderInputs } from '../entries/folder-inputs.tsx';
import { type InboxFields, inboxOf, newInbox, takenChoices } from './inbox-fields.ts';

export function InboxDialog({ file, changed, onClose }: EntryProps<InboxFields>) {
  const { t } = useTranslation('inboxes');
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
      <FolderInputs
        folders={file.sourceFolders}
        above={fields.source}
        below={fields.subfolder}
        usual={fields.name}
        onAbove={(source) => set({ source })}
        onBelow={(subfolder) => set({ subfolder })}
      />
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
