export interface SettingsSearch {
  /** Part of a name or of what is said of it. */
  readonly find?: string;
  /** The setting that is changed. */
  readonly key?: string;
}

export function settingsSearch({ find, key }: Record<string, unknown>): SettingsSearch {
  return {
    ...(typeof find === 'string' && find !== '' && { find }),
    ...(typeof key === 'string' && { key }),
  };
}
