/** Settings of this process: its flags, its environment, its files. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { planSettings, type SettingPlan, type Settings, settingKeys } from '../../contract/index.ts';

const sqlite = 'sqlite:';

type Flags = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

export const readSettings = (flags: Flags, env: Environment): Settings =>
  readSettingPlan(flags, env).settings;

/** Paths come out absolute, so that they mean the same to whoever gets them. Throws `config/invalid`. */
export function readSettingPlan(flags: Flags, env: Environment): SettingPlan {
  const own = Object.fromEntries(
    Object.entries(flags).filter(([key]) => settingKeys.some((name) => name === key)),
  );
  const { settings, origins } = planSettings({
    ...{ flags: own, env },
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  return { settings: withAbsolutePaths(settings), origins };
}

function withAbsolutePaths(settings: Settings): Settings {
  return {
    ...settings,
    data: resolve(settings.data),
    database: absoluteDatabase(settings.database),
    tlsCertificate: absolute(settings.tlsCertificate),
    tlsKey: absolute(settings.tlsKey),
    tlsCa: absolute(settings.tlsCa),
    httpTlsCertificate: absolute(settings.httpTlsCertificate),
    httpTlsKey: absolute(settings.httpTlsKey),
  };
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function absoluteDatabase(database: string): string {
  return database.startsWith(sqlite) ? sqlite + resolve(database.slice(sqlite.length)) : database;
}
