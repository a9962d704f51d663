import type { Archive } from '../../archive/index.ts';
import {
  type ControlApi,
  type holdingRoutes,
  type Setting,
  type Settings,
  settingKeys,
  settingTable,
} from '../../contract/index.ts';

/** What the archive knows about its sources and itself. */
export function holdingOperations(
  archive: Archive,
  settings: Settings,
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
        return { name, value: secret ? null : (settings[name] ?? null), help };
      }),
    }),
  };
}
