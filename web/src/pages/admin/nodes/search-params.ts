export interface NodesSearch {
  /** The node that is changed. */
  readonly node?: string;
  /** A new one is made. */
  readonly add?: true;
}

export function nodesSearch({ node, add }: Record<string, unknown>): NodesSearch {
  return { ...(typeof node === 'string' && { node }), ...(add === true && { add }) };
}
