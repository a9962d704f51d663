/** Settings are read at the start: here is what to write, and where. What is typed is checked as the start would. */
import { Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  checkedSetting,
  type Setting,
  type SettingKey,
  settingTable,
  writtenSetting,
} from '../../../../../src/contract/index.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { Facts } from '../../../components/facts.tsx';
import styles from './settings.module.css';

interface ChangeSettingProps {
  readonly name: SettingKey;
  readonly value: unknown;
}

export function ChangeSetting({ name, value }: ChangeSettingProps) {
  const { t } = useTranslation('settings');
  const setting: Setting = settingTable[name];
  const [text, setText] = useState(() => (value === null ? '' : writtenSetting(name, value).text));
  const checked = text === '' ? undefined : checkedSetting(name, text);
  const problems = checked && 'problems' in checked ? checked.problems : [];
  const written = checked && 'value' in checked ? writtenSetting(name, checked.value) : undefined;
  return (
    <Stack gap="md" className={styles.change ?? ''}>
      <TextInput
        label={t('newValue')}
        description={t('kind', {
          kind: t(`kind_${setting.kind}`),
          usual: setting.defaultText ?? JSON.stringify(setting.default ?? null),
        })}
        value={text}
        error={problems.length > 0 && problems.slice(0, shownProblems).join('; ')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {written && (
        <>
          <Text size="sm">{t('howTo')}</Text>
          <Facts
            facts={[
              ...(written.line === undefined
                ? []
                : [
                    [t('inFile'), <CopiedText key="line" name={t('inFile')} value={written.line} />] as const,
                  ]),
              [
                t('inEnvironment'),
                <CopiedText key="variable" name={t('inEnvironment')} value={written.variable} />,
              ],
              ...(written.flag === undefined
                ? []
                : [
                    [t('asFlag'), <CopiedText key="flag" name={t('asFlag')} value={written.flag} />] as const,
                  ]),
            ]}
          />
        </>
      )}
    </Stack>
  );
}

const shownProblems = 3;
