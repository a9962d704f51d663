/** What the archive does by itself. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ScheduledRun } from '../../../src/contract/index.ts';
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

export const inboxes = queryOptions({
  queryKey: ['automation', 'inboxes'],
  queryFn: ({ signal }) => api.inboxesList({}, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.inboxes.some(({ waiting, ready }) => waiting + ready > 0) ? often.busy : often.idle,
});

/** Those that were not taken in. */
export const inboxFiles = (name: string) =>
  queryOptions({
    queryKey: ['automation', 'inboxes', name],
    queryFn: ({ signal }) => api.inboxShow({ name }, { signal }),
    refetchInterval: often.idle,
  });

export const retention = queryOptions({
  queryKey: ['automation', 'retention'],
  queryFn: ({ signal }) => api.retentionList({}, { signal }),
  refetchInterval: often.idle,
});

/** What would go. */
export const retentionPreview = (name: string) =>
  queryOptions({
    queryKey: ['automation', 'retention', name],
    queryFn: ({ signal }) => api.retentionPreview({ name }, { signal }),
  });

export const schedules = queryOptions({
  queryKey: ['automation', 'schedules'],
  queryFn: ({ signal }) => api.schedulesList({}, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.schedules.some(({ unfinished }) => unfinished > 0) ? often.busy : often.idle,
});

export const scheduleRuns = (name: string) =>
  queryOptions({
    queryKey: ['automation', 'schedules', name],
    queryFn: ({ signal }) => api.scheduleShow({ name, limit: 30 }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.runs.some(({ endedAt }) => endedAt === null) ? often.busy : often.idle,
  });

/** Asked for again when another attempt was made. */
export const scheduleReport = ({ schedule: name, plannedAt, attempts, state }: ScheduledRun) =>
  queryOptions({
    queryKey: ['automation', 'schedules', name, plannedAt, attempts, state],
    queryFn: ({ signal }) => api.scheduleReport({ name, plannedAt }, { signal }),
  });

export const rules = queryOptions({
  queryKey: ['automation', 'rules'],
  queryFn: ({ signal }) => api.rulesList({}, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.rules.some(({ waiting }) => waiting > 0) ? often.busy : often.idle,
});

/** How series are called in the BIDS dataset that a rule makes. */
export const datasetOf = (rule: string) =>
  queryOptions({
    queryKey: ['automation', 'rules', rule, 'dataset'],
    queryFn: ({ signal }) => api.datasetShow({ name: rule }, { signal }),
  });

export const extensions = queryOptions({
  queryKey: ['automation', 'extensions'],
  queryFn: ({ signal }) => api.extensionsList({}, { signal }),
  // They are changed with an editor, by somebody who then looks here.
  refetchInterval: often.busy,
});

/** What rules did, with one study or with all, the newest first. */
export const runs = (study?: string) =>
  queryOptions({
    queryKey: ['automation', 'runs', study ?? ''],
    queryFn: ({ signal }) => api.runsList({ study }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.runs.some((run) => run.endedAt === null) ? often.busy : often.idle,
  });

export const askForAutomation = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ['automation'] });
