/** A rule is made: when, of which images, what is done. What it would work on is seen before. */
import { Button, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor, RuleTrigger } from '../../../../../src/contract/index.ts';
import { askForAutomation } from '../../../api/automation.ts';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useRuleWords } from '../../../components/runs/use-rule-words.ts';
import { useUndo } from '../../../components/undo.tsx';
import { isTreeName } from '../new-tree.ts';
import { ActionFields } from './action-fields.tsx';
import { newRule, ruleOf } from './new-rule.ts';
import { RulePreview } from './rule-preview.tsx';

interface NewRuleDialogProps {
  readonly file: ResultFor<'automationShow'>;
  readonly onClose: () => void;
}

const modalities = ['CT', 'MR', 'PT', 'US', 'CR', 'DX', 'MG', 'XA', 'NM'];
const triggers: readonly RuleTrigger[] = [
  ...(['study quiet', 'series quiet', 'instance received'] as const),
  ...(['study changed', 'label set', 'manual'] as const),
];

export function NewRuleDialog({ file, onClose }: NewRuleDialogProps) {
  const { t } = useTranslation(['rules', 'automation', 'common']);
  const words = useRuleWords();
  const client = useQueryClient();
  const undo = useUndo();
  const [fields, setFields] = useState(newRule);
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<typeof fields>) => setFields((before) => ({ ...before, ...change }));
  const isNamed = isTreeName(fields.name);
  const rule = ruleOf(fields);
  const save = useMutation({
    mutationFn: () => api.ruleChange({ name: fields.name, change: rule, digest: file.digest }),
    async onSuccess(after) {
      undo(t('made', { name: fields.name }), async () => {
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
    <Dialog onClose={onClose} size="xl" title={t('add')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <TextInput
            data-autofocus
            required
            label={t('automation:name')}
            description={t('automation:nameMeaning')}
            value={fields.name}
            maxLength={64}
            error={isTried && !isNamed && t('automation:wrongName')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Select
            label={t('when')}
            data={triggers.map((value) => ({ value, label: words.when(value) }))}
            value={fields.when}
            allowDeselect={false}
            onChange={(when) => when !== null && set({ when: when as RuleTrigger })}
          />
          <div>
            <Text size="sm" fw={500} id="rule-modalities">
              {t('automation:modalities')}
            </Text>
            <Chip.Group
              multiple
              value={[...fields.modalities]}
              onChange={(chosen) => set({ modalities: chosen })}
            >
              <Group gap="xs" mt={4} role="group" aria-labelledby="rule-modalities">
                {modalities.map((modality) => (
                  <Chip key={modality} value={modality} size="xs">
                    {modality}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </div>
          <Group grow align="flex-end">
            <TextInput
              label={t('description')}
              value={fields.description}
              maxLength={128}
              onChange={(event) => set({ description: event.currentTarget.value })}
            />
            <TextInput
              label={t('from')}
              value={fields.from}
              maxLength={64}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              label={t('automation:withLabel')}
              value={fields.label}
              maxLength={64}
              onChange={(event) => set({ label: event.currentTarget.value })}
            />
          </Group>
          <ActionFields actions={fields.actions} onChange={(actions) => set({ actions })} />
          <RulePreview rule={rule} />
          {save.error && <Problem error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('make')}
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
