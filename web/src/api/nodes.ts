/** Remote application entities, and what becomes of them. */
import { queryOptions } from '@tanstack/react-query';
import type { Grant, ListedNode } from '../../../src/contract/index.ts';
import { api } from './client.ts';
import { numberOf, textOf } from './rows.ts';

export const nodes = queryOptions({
  queryKey: ['nodes'],
  queryFn: ({ signal }) => api.nodesList({}, { signal }),
});

const minute = 60_000;

/** What is missing here of studies that nodes will delete by themselves. @param occasion asks again when it is another one */
export const leftBehind = (occasion: string | undefined) =>
  queryOptions({
    queryKey: ['nodes', 'left', occasion],
    queryFn: ({ signal }) => api.leftBehindList({}, { signal }),
    refetchInterval: minute,
    placeholderData: (before) => before,
  });

/** Studies of a node that are shown at once. */
const foundAtOnce = 100;

/** What a node has, by the keys of a C-FIND. */
export const studiesAt = (name: string, match: Readonly<Record<string, string>>) =>
  queryOptions({
    queryKey: ['nodes', name, 'studies', match],
    queryFn: ({ signal }) => api.nodeFind({ name, match, limit: foundAtOnce }, { signal }),
    // Asking again is for who asks.
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** Images of studies that are here. @param occasion asks again when it is another one */
export const hereOf = (studies: readonly string[], occasion: string | undefined) =>
  queryOptions({
    queryKey: ['nodes', 'here', studies, occasion],
    queryFn: async ({ signal }) => {
      const match = { StudyInstanceUID: studies.join('\\') };
      const { rows } = await api.find({ match, limit: foundAtOnce }, { signal });
      return new Map(
        rows.map((row) => [textOf(row, 'StudyInstanceUID'), numberOf(row, 'NumberOfStudyRelatedInstances')]),
      );
    },
  });

const nothing = { store: false, find: false, retrieve: false, commit: false } as const;

/** Forgets a node. Answers what brings it back as it was, with what it was limited to. */
export async function forgetNode({
  from: _,
  hasSecret: _hasSecret,
  ...node
}: ListedNode): Promise<() => Promise<unknown>> {
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
