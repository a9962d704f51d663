/** A tree is made: where, how its files are called, of which images. What comes of it is seen before. */
import { Button, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../src/contract/index.ts';
import { askForAutomation } from '../../api/automation.ts';
import { api } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useUndo } from '../../components/undo.tsx';
import { isTreeName, namePatterns, newTree, treeOf } from './new-tree.ts';
import { TreePreview } from './tree-preview.tsx';

interface NewTreeDialogProps {
  readonly file: ResultFor<'automationShow'>;
  readonly onClose: () => void;
}

const modalities = ['CT', 'MR', 'PT', 'US', 'CR', 'DX', 'MG', 'XA', 'NM'];
const patterns = Object.keys(namePatterns) as (keyof typeof namePatterns)[];

export function NewTreeDialog({ file, onClose }: NewTreeDialogProps) {
  const { t } = useTranslation(['automation', 'common']);
  const client = useQueryClient();
  const undo = useUndo();
  const [fields, setFields] = useState(() => newTree(file.targetFolders[0]!));
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<typeof fields>) => setFields((before) => ({ ...before, ...change }));
  const isNamed = isTreeName(fields.name);
  const tree = treeOf(isNamed ? fields : { ...fields, name: 'tree' });
  const save = useMutation({
    mutationFn: () => api.treeChange({ name: fields.name, change: tree, digest: file.digest }),
    async onSuccess(after) {
      undo(t('treeMade', { name: fields.name }), async () => {
        await api.automationSave({ text: file.text, digest: after.digest });
        await askForAutomation(client);
      });
      await askForAutomation(client);
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isNamed) save.mutate();
  };
  return (
    <Dialog onClose={onClose} size="xl" title={t('addTree')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <TextInput
            data-autofocus
            required
            label={t('name')}
            description={t('nameMeaning')}
            value={fields.name}
            maxLength={64}
            error={isTried && !isNamed && t('wrongName')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Group grow align="flex-end">
            <Select
              label={t('target')}
              data={[...file.targetFolders]}
              value={fields.target}
              allowDeselect={false}
              onChange={(target) => target !== null && set({ target })}
            />
            <TextInput
              label={t('subfolder')}
              placeholder={fields.name}
              value={fields.subfolder}
              maxLength={512}
              onChange={(event) => set({ subfolder: event.currentTarget.value })}
            />
          </Group>
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
          <div>
            <Text size="sm" fw={500} id="tree-modalities">
              {t('modalities')}
            </Text>
            <Chip.Group
              multiple
              value={[...fields.modalities]}
              onChange={(chosen) => set({ modalities: chosen })}
            >
              <Group gap="xs" mt={4} role="group" aria-labelledby="tree-modalities">
                {modalities.map((modality) => (
                  <Chip key={modality} value={modality} size="xs">
                    {modality}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </div>
          <TextInput
            label={t('withLabel')}
            description={t('withLabelMeaning')}
            value={fields.label}
            maxLength={64}
            onChange={(event) => set({ label: event.currentTarget.value })}
          />
          <TreePreview tree={tree} />
          {save.error && <Problem error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('makeTree')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
