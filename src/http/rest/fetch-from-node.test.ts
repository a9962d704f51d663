import { expect, it } from 'vitest';
import { IsocenterError, systemClock } from '../../base/index.ts';
import type { CallContext } from '../../contract/index.ts';
import type { FetchRequests, Nodes } from '../../nodes/index.ts';
import { fetchFromNode } from './fetch-from-node.ts';

const full = new IsocenterError('store/full', { what: 'images' });
const counts = { there: 2, wereHere: 0, came: 1, missing: ['1.2.3'] };

it.each<readonly [string, () => Promise<unknown>]>([
  ['came in part', async () => ({ ...counts, error: full, reason: full.message })],
  ['cannot be compared', () => Promise.reject(full)],
])('tells of the study at which it ends, which %s, and begins none after it', async (_, fetchOne) => {
  const asked: string[] = [];
  const nodes = {
    requireNoApproval: () => {},
    fetchMissing(_caller: unknown, _node: string, study: string) {
      asked.push(study);
      return fetchOne();
    },
  } as unknown as Nodes;
  const context = { signal: new AbortController().signal } as CallContext;
  const request = { name: 'pacs', studies: ['1.1', '1.2'] };
  const told: unknown[] = [];
  const noted: string[] = [];
  const note = async (name: string, study: string): Promise<void> => void noted.push(`${name} ${study}`);
  const parts = { nodes, requests: {} as FetchRequests, clock: systemClock, note };
  const fetching = async (): Promise<void> => {
    for await (const item of fetchFromNode(parts, request, context)) told.push(item);
  };
  await expect(fetching()).rejects.toBe(full);
  expect(asked).toEqual(['1.1']);
  expect(noted).toEqual(['pacs 1.1']);
  expect(JSON.stringify(told)).toContain(full.message);
});

it('ends no request of which the node names no images any more', async () => {
  const ended: string[] = [];
  const nodes = { fetchMissing: async () => ({ there: 0, wereHere: 0, came: 0, missing: [], series: [] }) };
  const requests = { requireApproved: async () => true, end: async (id: string) => void ended.push(id) };
  const parts = {
    ...{ nodes: nodes as unknown as Nodes, requests: requests as unknown as FetchRequests },
    ...{ clock: systemClock, note: async () => {} },
  };
  const context = { signal: new AbortController().signal } as CallContext;
  const request = { name: 'pacs', studies: ['1.1'], request: 'asked' };
  const fetching = fetchFromNode(parts, request, context);
  expect(await fetching.next()).toMatchObject({
    value: { kind: 'trouble', what: '1.1', reason: { code: 'node/nothing' } },
  });
  expect(await fetching.next()).toMatchObject({ done: true, value: { came: 0, failed: 1 } });
  expect(ended).toEqual([]);
});
