import { Accordion, Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Setting, type SettingKey, settingTable } from '../../../../../src/contract/index.ts';
import { ChangeSetting } from './change-setting.tsx';
import styles from './settings.module.css';
import type { SettingInForce } from './settings.tsx';

interface SettingItemProps {
  readonly name: SettingKey;
  readonly setting: SettingInForce | undefined;
}

export function SettingItem({ name, setting }: SettingItemProps) {
  const { t } = useTranslation('settings');
  const { help, unit = '', secret = false }: Setting = settingTable[name];
  const from = setting?.from ?? 'default';
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        <div className={styles.item}>
          <Text fw={600} size="sm" ff="monospace" className={styles.name ?? ''}>
            {name}
          </Text>
          <Text size="sm" className={styles.value ?? ''}>
            {secret ? t('secret') : shown(setting?.value ?? null, unit, t)}
          </Text>
          <Badge variant={from === 'default' ? 'default' : 'light'} tt="none" className={styles.from ?? ''}>
            {t(`from_${from}`)}
          </Badge>
        </div>
        <Text size="sm" c="dimmed">
          {help}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Group align="flex-start">
          <ChangeSetting name={name} value={setting?.value ?? null} />
        </Group>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** Of a value that is long: it is looked at in the file. */
const mostShown = 120;

function shown(
  value: unknown,
  unit: string,
  t: (name: 'on' | 'off' | 'unset' | 'emptyList') => string,
): string {
  if (value === null || value === undefined) return t('unset');
  if (typeof value === 'boolean') return t(value ? 'on' : 'off');
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (isList) return value.length === 0 ? t('emptyList') : value.join(', ');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const cut = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return unit === '' ? cut : `${cut} ${unit}`;
}
