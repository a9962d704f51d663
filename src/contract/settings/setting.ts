/** What one setting is: everything the loader, the command line and the reference page need to know about it. */
import type { z } from 'zod';

/** How a value is written as text, in a flag or an environment variable. */
export type SettingKind = 'text' | 'number' | 'switch' | 'list' | 'choice' | 'json';

export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly kind: SettingKind;
  readonly schema: Schema;
  readonly default: z.output<Schema>;
  /** Said instead of the default where it depends on other settings. */
  readonly defaultText?: string;
  readonly help: string;
  readonly unit?: string;
  /** Never printed or logged. */
  readonly secret?: boolean;
  /** Not in the configuration file. */
  readonly notInFile?: boolean;
}

type Details<Schema extends z.ZodType> = Omit<Setting<Schema>, 'kind' | 'schema' | 'default' | 'help'>;

export function setting<Schema extends z.ZodType>(
  kind: SettingKind,
  schema: Schema,
  fallback: z.output<Schema>,
  help: string,
  details: Details<Schema> = {},
): Setting<Schema> {
  return { kind, schema, default: fallback, help, ...details };
}

/** `dicomPort` as `dicom-port`: the flag is `--dicom-port`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `dicomPort` as `ISOCENTER_DICOM_PORT`. */
export function environmentName(key: string): string {
  return `ISOCENTER_${flagName(key).replaceAll('-', '_').toUpperCase()}`;
}

const switchWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  1: true,
  false: false,
  no: false,
  off: false,
  0: false,
};

/** Text as the JSON value it stands for; what cannot be read stays text and fails the schema with its own words. */
const readers: Readonly<Record<SettingKind, (text: string) => unknown>> = {
  text: (text) => text,
  choice: (text) => text,
  number: (text) => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text),
  switch: (text) => switchWords[text.trim().toLowerCase()] ?? text,
  list: (text) => text.split(',').map((part) => part.trim()),
  json: parseJson,
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function readText({ kind }: Setting, text: string): unknown {
  return readers[kind](text);
}
