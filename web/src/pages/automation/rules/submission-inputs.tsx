/** How images are handed over to a cluster: what tells it, and what it is to run. */
import { Checkbox, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SubmissionFields } from './rule-fields.ts';

interface SubmissionInputsProps {
  readonly fields: SubmissionFields;
  readonly onChange: (fields: SubmissionFields) => void;
}

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

export function SubmissionInputs({ fields, onChange }: SubmissionInputsProps) {
  const { t } = useTranslation('rules');
  const set = (change: Partial<SubmissionFields>) => onChange({ ...fields, ...change });
  return (
    <Stack gap="xs">
      <Textarea
        label={t('submitRun')}
        description={t('submitRunMeaning')}
        value={fields.run}
        autosize
        minRows={2}
        maxRows={8}
        styles={monospace}
        spellCheck={false}
        onChange={(event) => set({ run: event.currentTarget.value })}
      />
      <Textarea
        label={t('submitScript')}
        description={t('submitScriptMeaning')}
        value={fields.script}
        autosize
        minRows={3}
        maxRows={16}
        maxLength={65_536}
        styles={monospace}
        spellCheck={false}
        onChange={(event) => set({ script: event.currentTarget.value })}
      />
      <Checkbox
        label={t('submitRepeatable')}
        checked={fields.isRepeatable}
        onChange={(event) => set({ isRepeatable: event.currentTarget.checked })}
      />
    </Stack>
  );
}
