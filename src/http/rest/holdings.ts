import type { Archive } from '../../archive/index.ts';
import {
  type ControlApi,
  type holdingRoutes,
  type Setting,
  type SettingOrigins,
  type Settings,
  settingKeys,
  settingTable,
} from '../../contract/index.ts';

export interface HoldingParts {
  readonly settings: Settings;
  /** Absent where nobody noted them. */
  readonly settingOrigins?: SettingOrigins | undefined;
}

/** What the archive knows about its sources and itself. */
export function holdingOperations(
  archive: Archive,
  { settings, settingOrigins }: HoldingParts,
): Pick<ControlApi, keyof typeof holdingRoutes> {
  return {
    scannersList: async ({ limit }, { actor, scope }) => ({
      scanners: await archive.scanners(actor, scope, limit),
    }),
    parametersList: async () => ({
      parameters: archive.parameters().map(({ name, kind, unit = null, modalities }) => ({
        ...{ name, kind, unit, modalities: modalities ? [...modalities] : null },
      })),
    }),
    settings: async () => ({
      settings: settingKeys.map((name) => {
        const { help, secret }: Setting = settingTable[name];
        const from = settingOrigins?.[name] ?? null;
        return { name, value: secret ? null : (settings[name] ?? null), help, from };
      }),
    }),
  };
}
