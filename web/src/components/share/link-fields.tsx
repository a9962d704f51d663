/** What is said of every link: what it is called, how long it opens, whether a code is asked for. */
import { SegmentedControl, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { whole } from '../../format/numbers.ts';
import { type LinkTerms, lives } from './terms.ts';

interface LinkFieldsProps {
  readonly terms: LinkTerms;
  readonly onChange: (part: Partial<LinkTerms>) => void;
  /** What a title may be. */
  readonly example: string;
}

const longestTitle = 200;

export function LinkFields({ terms, onChange, example }: LinkFieldsProps) {
  const { t } = useTranslation('share');
  const offered = lives.map((days) => ({ value: String(days), label: whole(days) }));
  return (
    <>
      <TextInput
        data-autofocus
        label={t('for')}
        description={t('forMeaning')}
        placeholder={example}
        value={terms.title}
        maxLength={longestTitle}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <div>
        <Text size="sm" fw={500} mb={4} aria-hidden>
          {t('opensFor')}
        </Text>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('opensFor')}
          data={offered}
          value={String(terms.days)}
          onChange={(value) => onChange({ days: Number(value) })}
        />
      </div>
      <Switch
        label={t('code')}
        description={t('codeMeaning')}
        checked={terms.withCode}
        onChange={(event) => onChange({ withCode: event.currentTarget.checked })}
      />
    </>
  );
}
