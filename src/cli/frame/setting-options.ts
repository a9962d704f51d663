/** Every setting as a flag. */
import { type Command, Option } from 'commander';
import { flagName, type Setting, type SettingKey, settingKeys, settingTable } from '../../contract/index.ts';

const placeholders: Readonly<Record<Setting['kind'], string>> = {
  text: '<text>',
  number: '<n>',
  // A bare flag switches on.
  switch: '[on|off]',
  list: '<a,b>',
  choice: '<choice>',
  json: '',
};

/** @param shown those that `--help` has; default: all. */
export function addSettingOptions(command: Command, shown: readonly SettingKey[] = settingKeys): Command {
  for (const key of settingKeys) {
    const setting: Setting = settingTable[key];
    // Structures are for the configuration file and the environment.
    if (setting.kind === 'json') continue;
    const help = `${setting.help} (default: ${defaultWords(setting)})`;
    const option = new Option(`--${flagName(key)} ${placeholderOf(setting)}`, help);
    command.addOption(option.hideHelp(!shown.includes(key)));
  }
  return command;
}

/** A choice shows what there is to choose from. */
function placeholderOf({ kind, schema }: Setting): string {
  const choices = 'options' in schema && Array.isArray(schema.options) ? schema.options : [];
  return kind === 'choice' ? `<${choices.join('|')}>` : placeholders[kind];
}

export function defaultWords({ default: value, defaultText, unit }: Setting): string {
  if (defaultText !== undefined) return defaultText;
  if (value === undefined) return 'none';
  const words = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  return unit ? `${words} ${unit}` : words;
}
