import { Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type TemplateName, templateNames, templates } from './forms.ts';

interface TemplateFieldsProps {
  readonly template: string;
  readonly onChange: (template: string) => void;
}

const longest = 1_000;
const own = 'own';

/** A pattern of those that most people want, or one of their own. */
export function TemplateFields({ template, onChange }: TemplateFieldsProps) {
  const { t } = useTranslation('export');
  const known = templateNames.find((name) => templates[name] === template);
  return (
    <Stack gap="xs">
      <Select
        label={t('pattern')}
        data={[
          ...templateNames.map((name) => ({ value: name, label: t(`template_${name}`) })),
          { value: own, label: t('template_own'), disabled: known !== undefined },
        ]}
        value={known ?? own}
        onChange={(name) => name !== null && name !== own && onChange(templates[name as TemplateName])}
        allowDeselect={false}
      />
      <TextInput
        label={t('template')}
        description={t('templateMeaning')}
        value={template}
        maxLength={longest}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Stack>
  );
}
