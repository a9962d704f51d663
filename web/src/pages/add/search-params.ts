export interface AddSearch {
  /** The person whose images are expected: see `keyOf`. */
  readonly who?: string;
}

const longestKey = 512;

export function addSearch({ who }: Record<string, unknown>): AddSearch {
  return typeof who === 'string' && who !== '' && who.length <= longestKey ? { who } : {};
}
