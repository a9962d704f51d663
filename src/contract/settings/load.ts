/** Settings from flags, environment and configuration file, as one plan or one list of everything that is wrong. */

import type { z } from 'zod';
import { IsocenterError } from '../../base/index.ts';
import { didYouMean } from '../did-you-mean.ts';
import { issueWords } from '../issue-words.ts';
import { crossProblems } from './cross-checks.ts';
import { environmentName, flagName, readText, type Setting } from './setting.ts';
import { type SettingKey, type SettingValues, settingKeys, settingTable } from './table.ts';

type Derived = 'database' | 'dicomHost' | 'dicomTlsHost' | 'httpHost' | 'httpTlsHost';

/** A whole, valid plan: what depends on other settings is filled in. */
export type Settings = Readonly<Omit<SettingValues, Derived> & Record<Derived, string>>;

export interface SettingSources {
  /** By setting key; text from the command line, or values of the right type. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the configuration file; throws when it cannot. */
  readonly readFile: (path: string) => string;
}

/** Where a value in force comes from. */
export type SettingOrigin = 'default' | 'file' | 'environment' | 'flag';
export type SettingOrigins = Readonly<Record<SettingKey, SettingOrigin>>;

export interface SettingPlan {
  readonly settings: Settings;
  readonly origins: SettingOrigins;
}

/** One value with the place it came from, also in words. */
interface Candidate {
  readonly origin: SettingOrigin;
  readonly from: string;
  readonly value: unknown;
}

/** Not settings of an archive: where tests find files, and which server a command talks to. */
const foreignVariables = new Set(['ISOCENTER_SAMPLE_DATA', 'ISOCENTER_SERVER', 'ISOCENTER_TOKEN']);
/** Variables that steer tests and never the program. */
const foreignPrefix = 'ISOCENTER_TEST_';
/** Lets an editor check the file; means nothing to us. */
const foreignFileKeys = new Set(['$schema']);

export const loadSettings = (sources: SettingSources): Settings => planSettings(sources).settings;

/** Throws `config/invalid` with every problem in it. Flags win over environment over file over defaults. */
export function planSettings(sources: SettingSources): SettingPlan {
  const problems: string[] = [];
  problems.push(...unknownVariables(sources.env));
  const file = configFile(sources, problems);
  const values: Record<string, unknown> = {};
  const origins: Partial<Record<SettingKey, SettingOrigin>> = {};
  const wrong: SettingKey[] = [];
  for (const key of settingKeys) {
    const chosen = fromFlags(sources, key) ?? fromEnvironment(sources, key) ?? fromFile(file, key);
    const { default: otherwise } = settingTable[key];
    const good = chosen && checked(settingTable[key], chosen, problems);
    if (chosen && good === undefined) wrong.push(key);
    values[key] = good ?? otherwise;
    origins[key] = chosen?.origin ?? 'default';
  }
  const together = crossProblems(values as SettingValues);
  problems.push(...together.filter((problem) => !wrong.some((key) => problem.includes(key))));
  if (problems.length > 0) {
    throw new IsocenterError('config/invalid', {
      problems: problems.map((line) => `  - ${line}`).join('\n'),
    });
  }
  // Both have every key.
  return { settings: withDerived(values as SettingValues), origins: origins as SettingOrigins };
}

function withDerived(values: SettingValues): Settings {
  return {
    ...values,
    database: values.database ?? `sqlite:${values.data.replace(/\/+$/, '')}/catalog.sqlite`,
    dicomHost: values.dicomHost ?? values.host,
    dicomTlsHost: values.dicomTlsHost ?? values.host,
    httpHost: values.httpHost ?? values.host,
    httpTlsHost: values.httpTlsHost ?? values.host,
  };
}

function fromFlags({ flags }: SettingSources, key: SettingKey): Candidate | undefined {
  const value = flags[key];
  if (value === undefined) return undefined;
  return {
    origin: 'flag',
    from: `--${flagName(key)}`,
    value: typeof value === 'string' ? readText(settingTable[key], value) : value,
  };
}

function fromEnvironment({ env }: SettingSources, key: SettingKey): Candidate | undefined {
  const name = environmentName(key);
  const value = env[name];
  // An empty variable is how a shell or a compose file says "not set".
  return value ? { origin: 'environment', from: name, value: readText(settingTable[key], value) } : undefined;
}

interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function fromFile(file: ConfigFile | undefined, key: SettingKey): Candidate | undefined {
  const value = file?.values[key];
  return value === undefined ? undefined : { origin: 'file', from: `${file?.path}: ${key}`, value };
}

function configFile(sources: SettingSources, problems: string[]): ConfigFile | undefined {
  const chosen = fromFlags(sources, 'config') ?? fromEnvironment(sources, 'config');
  if (!chosen) return undefined;
  const path = String(chosen.value);
  try {
    const values: unknown = JSON.parse(sources.readFile(path));
    if (isRecord(values)) {
      problems.push(...unknownFileKeys(path, values));
      return { path, values };
    }
    problems.push(`${path}: must hold one JSON object`);
  } catch (error) {
    problems.push(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownFileKeys(path: string, values: Readonly<Record<string, unknown>>): string[] {
  const known = settingKeys.filter((key) => !isNotInFile(key));
  return Object.keys(values)
    .filter((key) => !foreignFileKeys.has(key) && !known.includes(key as SettingKey))
    .map((key) => unknown(`${path}: ${key}`, didYouMean(key, known)));
}

function isNotInFile(key: SettingKey): boolean {
  const { notInFile = false }: Setting = settingTable[key];
  return notInFile;
}

function unknownVariables(env: SettingSources['env']): string[] {
  const known = settingKeys.map(environmentName);
  return Object.keys(env)
    .filter((name) => name.startsWith('ISOCENTER_') && !known.includes(name))
    .filter((name) => !foreignVariables.has(name) && !name.startsWith(foreignPrefix))
    .map((name) => unknown(name, didYouMean(name, known)));
}

function unknown(what: string, suggestion: string | undefined): string {
  return `${what} is not a setting${suggestion ? `; did you mean ${suggestion}?` : ''}`;
}

function checked(setting: Setting, candidate: Candidate, problems: string[]): unknown {
  const result = setting.schema.safeParse(candidate.value, { error: issueWords });
  if (result.success) return result.data;
  problems.push(...result.error.issues.map((issue) => describe(setting, candidate, issue)));
  return undefined;
}

function describe(setting: Setting, { from, value }: Candidate, issue: z.core.$ZodIssue): string {
  const place = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  const shown = setting.secret || typeof value === 'object' ? '' : ` (it is ${JSON.stringify(value)})`;
  return `${from}${place}: ${issue.message}${shown}`;
}
