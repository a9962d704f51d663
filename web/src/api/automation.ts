/** What the archive does by itself. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** The file, as it is now. */
export const automationFile = queryOptions({
  queryKey: ['automation', 'file'],
  queryFn: ({ signal }) => api.automationShow({}, { signal }),
});

/** How often trees are looked at while one of them is being filled, and while none is, milliseconds. */
const often = { busy: 2_000, idle: 15_000 } as const;

export const trees = queryOptions({
  queryKey: ['automation', 'trees'],
  queryFn: ({ signal }) => api.treesList({}, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.trees.some(({ isOn, state }) => isOn && state !== 'current') ? often.busy : often.idle,
});

export const askForAutomation = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ['automation'] });
