/** Remote application entities, and what becomes of them. */
import { queryOptions } from '@tanstack/react-query';
import type { Grant, ListedNode } from '../../../src/contract/index.ts';
import { api } from './client.ts';

export const nodes = queryOptions({
  queryKey: ['nodes'],
  queryFn: ({ signal }) => api.nodesList({}, { signal }),
});

const nothing = { store: false, find: false, retrieve: false, commit: false } as const;

/** Forgets a node. Answers what brings it back as it was, with what it was limited to. */
export async function forgetNode({ from: _, ...node }: ListedNode): Promise<() => Promise<unknown>> {
  const { grants } = await api.nodeGrants({ name: node.name });
  await api.nodesRemove({ name: node.name });
  return async () => {
    // Without a grant a node reaches everything: it may nothing until all are there again.
    await api.nodesAdd({ ...node, may: nothing });
    for (const grant of grants) await api.nodeGrant({ name: node.name, ...termsOf(grant) });
    await api.nodesUpdate({ name: node.name, may: node.may });
  };
}

const termsOf = ({ rights, scope, expiresAt }: Grant) => ({ rights, scope, expiresAt });
