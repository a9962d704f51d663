/** A rule is made or changed: when, of which images, what is done. What it would work on is seen before. */
import { Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleTrigger } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { useRuleWords } from '../../../components/runs/use-rule-words.ts';
import { useFields } from '../../../components/use-fields.ts';
import { EntryDialog, type EntryProps } from '../entries/entry-dialog.tsx';
import { ModalityChips } from '../entries/modality-chips.tsx';
import { RecurrenceInputs } from '../entries/recurrence-inputs.tsx';
import { ActionFields } from './action-fields.tsx';
import { CountFields } from './count-fields.tsx';
import { isSaid, newRule, type RuleFields, ruleOf, triggers } from './rule-fields.ts';
import { RulePreview } from './rule-preview.tsx';

export function RuleDialog({ file, changed, onClose }: EntryProps<RuleFields>) {
  const { t } = useTranslation(['rules', 'automation']);
  const words = useRuleWords();
  const [fields, set] = useFields(() => changed?.fields ?? newRule());
  const rule = ruleOf(fields);
  return (
    <EntryDialog
      {...{ file, changed, onClose }}
      kind="rules"
      name={fields.name}
      onName={(name) => set({ name })}
      words={{ add: t('add'), make: t('make'), made: t('made', { name: fields.name }) }}
      entry={rule}
      save={(change) => api.ruleChange(change)}
    >
      <Select
        label={t('when')}
        data={triggers.map((value) => ({ value, label: words.when(value) }))}
        value={fields.when}
        allowDeselect={false}
        onChange={(when) => when !== null && set({ when: when as RuleTrigger })}
      />
      {fields.when === 'schedule' && (
        <RecurrenceInputs fields={fields.recurrence} onChange={(recurrence) => set({ recurrence })} />
      )}
      <ModalityChips chosen={fields.modalities} onChange={(modalities) => set({ modalities })} />
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
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
      </SimpleGrid>
      <CountFields count={fields.count} onChange={(count) => set({ count })} />
      <ActionFields actions={fields.actions} onChange={(actions) => set({ actions })} />
      {isSaid(fields) ? (
        <RulePreview rule={rule} />
      ) : (
        <Text size="sm" c="dimmed" role="status">
          {t('notSaid')}
        </Text>
      )}
    </EntryDialog>
  );
}
