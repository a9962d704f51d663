/** How a value of a setting is written in each of the places that it can come from. */
import { environmentName, flagName, type Setting, type SettingKind } from './setting.ts';
import { type SettingKey, settingTable } from './table.ts';

export interface WrittenSetting {
  /** As flags and variables have it. */
  readonly text: string;
  /** Of `isocenter serve`; structures have none. */
  readonly flag?: string;
  /** For a shell. */
  readonly variable: string;
  /** A line of the object in the configuration file; some settings do not stand there. */
  readonly line?: string;
}

export function writtenSetting(key: SettingKey, value: unknown): WrittenSetting {
  const { kind, notInFile = false }: Setting = settingTable[key];
  const text = texts[kind](value);
  return {
    text,
    ...(kind !== 'json' && { flag: `--${flagName(key)} ${quoted(text)}` }),
    variable: `${environmentName(key)}=${quoted(text)}`,
    ...(!notInFile && { line: `${JSON.stringify(key)}: ${JSON.stringify(value)}` }),
  };
}

const texts: Readonly<Record<SettingKind, (value: unknown) => string>> = {
  text: String,
  choice: String,
  number: String,
  switch: (value) => (value === true ? 'on' : 'off'),
  list: (value) => (Array.isArray(value) ? value.join(',') : String(value)),
  json: (value) => JSON.stringify(value),
};

/** For a shell of POSIX. */
const quoted = (text: string): string =>
  /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
