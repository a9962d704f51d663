export interface NodesSearch {
  /** The node that is changed. */
  readonly node?: string;
  /** A new one is made. */
  readonly add?: true;
  /** The node that is searched. */
  readonly search?: string;
}

export function nodesSearch({ node, add, search }: Record<string, unknown>): NodesSearch {
  return {
    ...(typeof node === 'string' && { node }),
    ...(add === true && { add }),
    ...(typeof search === 'string' && { search }),
  };
}
