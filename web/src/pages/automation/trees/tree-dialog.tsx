/** A tree is made or changed: where, how its files are called, of which images. What comes of it is seen before. */
import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TreeContents } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { useFields } from '../../../components/use-fields.ts';
import { ChosenImagesInputs } from '../entries/chosen-images-inputs.tsx';
import { EntryDialog, type EntryProps } from '../entries/entry-dialog.tsx';
import { isEntryName } from '../entries/entry-name.ts';
import { FolderInputs } from '../entries/folder-inputs.tsx';
import { namePatterns, newTree, type TreeFields, treeContents, treeOf } from './tree-fields.ts';
import { TreePreview } from './tree-preview.tsx';

const patterns = Object.keys(namePatterns) as (keyof typeof namePatterns)[];

export function TreeDialog({ file, changed, onClose }: EntryProps<TreeFields>) {
  const { t } = useTranslation('automation');
  const [fields, set] = useFields(() => changed?.fields ?? newTree(file.targetFolders[0]!));
  const tree = treeOf(isEntryName(fields.name) ? fields : { ...fields, name: 'tree' });
  return (
    <EntryDialog
      {...{ file, changed, onClose }}
      kind="trees"
      name={fields.name}
      onName={(name) => set({ name })}
      words={{ add: t('addTree'), make: t('makeTree'), made: t('treeMade', { name: fields.name }) }}
      entry={tree}
      save={(change) => api.treeChange(change)}
    >
      <FolderInputs
        folders={file.targetFolders}
        above={fields.target}
        below={fields.subfolder}
        usual={fields.name}
        onAbove={(target) => set({ target })}
        onBelow={(subfolder) => set({ subfolder })}
      />
      <Radio.Group
        label={t('contents')}
        description={t('contentsMeaning')}
        value={fields.contents}
        onChange={(contents) => set({ contents: contents as TreeContents })}
      >
        <Stack gap="xs" mt="xs">
          {treeContents.map((value) => (
            <Radio key={value} value={value} label={t(`contents_${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <div>
        <TextInput
          required
          label={t('names')}
          description={t('namesMeaning')}
          value={fields.names}
          maxLength={1_000}
          spellCheck={false}
          onChange={(event) => set({ names: event.currentTarget.value })}
        />
        <Group gap="xs" mt="xs" role="group" aria-label={t('patterns')}>
          {patterns.map((pattern) => (
            <Button
              key={pattern}
              size="compact-xs"
              variant={fields.names === namePatterns[pattern] ? 'light' : 'default'}
              aria-pressed={fields.names === namePatterns[pattern]}
              onClick={() => set({ names: namePatterns[pattern] })}
            >
              {t(`pattern_${pattern}`)}
            </Button>
          ))}
        </Group>
      </div>
      <ChosenImagesInputs fields={fields} onChange={set} />
      <TreePreview tree={tree} />
    </EntryDialog>
  );
}
