export interface QuarantineSearch {
  /** The one that is looked at. */
  readonly file?: string;
}

export function quarantineSearch({ file }: Record<string, unknown>): QuarantineSearch {
  return typeof file === 'string' && file !== '' ? { file } : {};
}
