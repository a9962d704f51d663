/** The typed client over TCP, as commands and programs use it: what is asked of the archive itself, end to end. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, httpTransport } from '../../src/client/index.ts';
import type { Client } from '../../src/contract/index.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { callerWith } from '../support/http-door.ts';
import { freePort } from '../support/ports.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { drain } from '../support/temp-archive.ts';

const shape = { kind: 'tiny', studies: 2, instancesPerSeries: 2, seed: 61 } as const;
const instances = [...corpus(shape)];
const [first] = instances as [(typeof instances)[number]];
const altered = [...corpus({ ...shape, studies: 1, override: () => ({ StudyDescription: 'altered' }) })][0]!;

describe.each(engines)('on $name', (engine) => {
  let server: RestServer;
  let client: Client;

  async function store(instance: (typeof instances)[number]): Promise<string> {
    const headers = { 'content-type': 'application/dicom' };
    const body = Buffer.from(instance.encode());
    const answer = await server.fetch('/api/instances', { method: 'POST', body, headers });
    return ((await answer.json()) as { outcome: string }).outcome;
  }

  beforeEach(async () => {
    server = await openRest({ 'Bearer somebody': callerWith() }, engine);
    client = createClient(httpTransport({ url: new URL(server.url), token: 'somebody' }));
    for (const instance of instances) await store(instance);
  });
  afterEach(async () => server[Symbol.asyncDispose]());

  const found = async () => (await client.find({ level: 'instance', match: {} })).rows.length;

  it('conflicts are listed and resolved', async () => {
    expect(await store(altered)).toBe('conflict');
    const [open] = (await client.conflictsList()).conflicts;
    expect(open).toMatchObject({ sopInstanceUid: first.sopInstanceUid, resolvedAt: null });
    const other = open!.contenders.find(({ current }) => !current)!;
    const resolved = await client.conflictResolve({ id: open!.id, keep: other.digest.slice(0, 12) });
    expect(resolved.contenders.find(({ current }) => current)?.digest).toBe(other.digest);
    expect((await client.conflictsList()).conflicts).toEqual([]);
    expect((await client.conflictsList({ state: 'resolved' })).conflicts).toHaveLength(1);
    await expect(client.conflictResolve({ id: '999999', keep: '00000000' })).rejects.toMatchObject({
      code: 'archive/not-found',
    });
  });

  it('the trash gives back, and deletes for good', async () => {
    const selection = { studies: [first.studyInstanceUid] };
    expect(await client.remove({ selection, reason: 'sent twice' })).toMatchObject({ instances: 2 });
    expect(await found()).toBe(2);
    const [entry] = (await client.trashList()).entries;
    expect(entry).toMatchObject({
      instances: 2,
      reason: 'sent twice',
      studyInstanceUid: first.studyInstanceUid,
      ...{ patientName: expect.stringMatching(/./), fileName: null },
    });
    expect(await client.trashRestore({ ids: [entry!.id] })).toEqual({ instances: 2, files: 0 });
    expect(await found()).toBe(4);

    await client.remove({ selection });
    const [again] = (await client.trashList()).entries;
    // Within its grace period it stays, unless it is named.
    expect(await client.trashPurge()).toMatchObject({ instances: 0 });
    expect(await client.trashPurge({ ids: [again!.id] })).toMatchObject({ instances: 2 });
    expect((await client.trashList()).entries).toEqual([]);
    await expect(client.trashRestore({ ids: [again!.id] })).rejects.toMatchObject({
      code: 'archive/not-found',
    });
  });

  it('nodes are registered, changed, asked and forgotten', async () => {
    const port = await freePort();
    const node = { name: 'hospital', aeTitle: 'HOSP', host: '127.0.0.1', port };
    expect(await client.nodesAdd(node)).toMatchObject({ ...node, from: 'registry', tls: false });
    await expect(client.nodesAdd({ ...node, aeTitle: 'bad\\title' })).rejects.toMatchObject({
      code: 'input/invalid',
    });
    const may = { store: false };
    expect(await client.nodesUpdate({ name: 'hospital', comment: 'third floor', may })).toMatchObject({
      comment: 'third floor',
      may: { store: false, find: true },
    });
    await expect(client.nodeEcho({ name: 'hospital' })).rejects.toMatchObject({ code: 'net/unreachable' });
    expect((await client.nodesList()).nodes).toHaveLength(1);
    expect(await client.nodesRemove({ name: 'hospital' })).toEqual({ removed: 'hospital' });
    await expect(client.nodeEcho({ name: 'hospital' })).rejects.toMatchObject({ code: 'node/unknown' });
  });

  it('tells what it holds, how it does, and what is wrong', async () => {
    const { counts, modalities, years } = await client.stats();
    expect(await client.counts()).toEqual(counts);
    expect(counts).toMatchObject({ studies: 2, series: 2, instances: 4, conflicts: 0, trash: 0 });
    expect(modalities).toMatchObject([{ value: 'MR', studies: 2, instances: 4 }]);
    expect(years).toMatchObject([{ value: '2015', studies: 2 }]);
    expect(await client.status()).toMatchObject({ counts: { instances: 4 }, problems: expect.any(Array) });
    const { checks } = await client.doctor();
    expect(checks.length).toBeGreaterThan(3);
    for (const { status, hint } of checks) if (status !== 'ok') expect(hint).not.toBe('');
    const { items, result } = await drain(client.verify({}));
    expect(result).toMatchObject({ checked: 4, missing: 0, rotten: 0, extra: 0 });
    expect(items.every(({ kind }) => kind === 'progress')).toBe(true);
    await expect(client.jobShow({ id: '0'.repeat(8) })).rejects.toMatchObject({ code: 'archive/not-found' });
  });
});
