/** One setting alone, before anybody writes it down. */
import { issueWords } from '../issue-words.ts';
import { readText, type Setting } from './setting.ts';
import { type SettingKey, settingTable } from './table.ts';

type Checked = { readonly value: unknown } | { readonly problems: readonly string[] };

/** @param text as it would stand in a flag or a variable. What several settings say together is checked at the start. */
export function checkedSetting(key: SettingKey, text: string): Checked {
  const setting: Setting = settingTable[key];
  const result = setting.schema.safeParse(readText(setting, text), { error: issueWords });
  if (result.success) return { value: result.data };
  const places = result.error.issues.map(({ path, message }) => [...path, message].join(' '));
  return { problems: [...new Set(places)] };
}
