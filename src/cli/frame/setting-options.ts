/** Every setting as a flag of `serve`. */
import { type Command, Option } from 'commander';
import { flagName, type Setting, settingKeys, settingTable } from '../../contract/index.ts';

const placeholders: Readonly<Record<Setting['kind'], string>> = {
  text: '<text>',
  number: '<n>',
  // A bare flag switches on.
  switch: '[on|off]',
  list: '<a,b>',
  choice: '<choice>',
  json: '',
};

export function addSettingOptions(command: Command): Command {
  for (const key of settingKeys) {
    const setting: Setting = settingTable[key];
    // Structures are for the configuration file and the environment.
    if (setting.kind === 'json') continue;
    const help = `${setting.help} (default: ${defaultWords(setting)})`;
    command.addOption(new Option(`--${flagName(key)} ${placeholderOf(setting)}`, help));
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
