/** What the addresses of lists of the administration say. */
export interface ListSearch {
  /** Part of what is looked for. */
  readonly find?: string;
  /** A new one is made. */
  readonly add?: true;
}

export function listSearch({ find, add }: Record<string, unknown>): ListSearch {
  return {
    ...(typeof find === 'string' && find !== '' && { find }),
    ...(add === true && { add }),
  };
}
