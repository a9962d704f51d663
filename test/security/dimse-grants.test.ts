/** The DICOM port against grants: what a node may not see does not exist for it either. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedToken, Grant } from '../../src/contract/index.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { type DcmtkOptions, findscu, getscu, hasDcmtk, movescu } from '../support/dcmtk.ts';
import { contentOf, encodeDataSet, findInstances, sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

let server: IsocenterServer;
let shown: CorpusInstance;
let hidden: CorpusInstance;
let unsent: CorpusInstance;
const content = (instance: CorpusInstance) => contentOf(instance, encodeDataSet(instance));

const grant = (...args: string[]) => isocenterJson<Grant[]>(server, ['nodes', 'grant', ...args]);
/** What FINDER is answered. */
const seen = () => findInstances(server.peer, [content(shown), content(hidden)]);

beforeAll(async () => {
  server = await startIsocenter({ args: ['--loopback-grant', 'on'] });
  [shown, hidden, unsent] = [...corpus({ kind: 'tiny', studies: 3, instancesPerSeries: 1, seed: 77 })] as [
    CorpusInstance,
    CorpusInstance,
    CorpusInstance,
  ];
  const { acknowledged } = await sendInstances(server.peer, 'MODALITY', [shown, hidden]);
  expect(acknowledged).toHaveLength(2);
  await isocenter(server, 'nodes', 'add', 'finder', 'FINDER', '127.0.0.1', '4242');
});
afterAll(() => server.stop());

describe('a node', () => {
  it('without grants reaches what its rights say; with one, that and nothing else; without it again, as before', async () => {
    const all = new Set([shown.sopInstanceUid, hidden.sopInstanceUid]);
    expect(await seen()).toEqual(all);
    const [{ id } = { id: '' }] = await grant(
      'finder',
      '--right',
      'find,read',
      '--study',
      shown.studyInstanceUid,
    );
    expect(await seen()).toEqual(new Set([shown.sopInstanceUid]));
    const sent = await sendInstances(server.peer, 'FINDER', [unsent]);
    expect(sent.refused.map(({ status }) => status)).toEqual([0x0124]);
    await isocenterJson(server, ['nodes', 'ungrant', 'finder', id]);
    expect(await seen()).toEqual(all);
  });

  it('may store where its grant says, and nowhere else', async () => {
    const [first] = await grant('finder', '--right', 'find,store', '--study', unsent.studyInstanceUid);
    expect((await sendInstances(server.peer, 'FINDER', [unsent])).acknowledged).toHaveLength(1);
    const other = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 78 })];
    const { refused } = await sendInstances(server.peer, 'FINDER', [...other, hidden]);
    expect(refused.map(({ status }) => status)).toEqual([0x0124, 0x0124]);
    await isocenterJson(server, ['nodes', 'ungrant', 'finder', first!.id]);
  });

  it('registered again is not limited by what the one before was granted', async () => {
    await grant('finder', '--right', 'find', '--study', '1.2.3');
    expect(await seen()).toEqual(new Set());
    await isocenter(server, 'nodes', 'remove', 'finder');
    await isocenter(server, 'nodes', 'add', 'finder', 'FINDER', '127.0.0.1', '4242');
    expect((await seen()).size).toBe(2);
  });
});

describe('a token over HTTP', () => {
  it('stores where its grant says, and nowhere else', async () => {
    const { token } = await isocenterJson<CreatedToken>(server, [
      ...['token', 'create', 'uploader', '--right', 'store', '--study', shown.studyInstanceUid],
    ]);
    const store = async (instance: CorpusInstance) =>
      (
        await fetch(`http://127.0.0.1:${server.httpPort}/api/instances`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/dicom' },
          body: Buffer.from(instance.encode()),
        })
      ).status;
    expect([200, 201]).toContain(await store(shown));
    expect(await store(hidden)).toBe(403);
    const [stranger] = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 79 });
    expect(await store(stranger!)).toBe(403);
  });

  it('for one collection puts new studies into it, and adds nothing to those of others', async () => {
    const { token } = await isocenterJson<CreatedToken>(server, [
      ...['token', 'create', 'lab', '--right', 'store,find', '--collection', 'lab'],
    ]);
    const authorization = `Bearer ${token}`;
    const base = `http://127.0.0.1:${server.httpPort}`;
    const [mine] = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 80 });
    const store = async (instance: CorpusInstance) =>
      (
        await fetch(`${base}/api/instances`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/dicom' },
          body: Buffer.from(instance.encode()),
        })
      ).status;
    expect(await store(mine!)).toBeLessThan(300);
    expect(await store(hidden)).toBe(403);
    const found = await fetch(`${base}/dicom-web/studies`, { headers: { authorization } });
    expect(JSON.stringify(await found.json())).toContain(mine!.studyInstanceUid);
  });
});

describeWithPeer('foreign tools as a limited node', hasDcmtk, () => {
  it('find, get and move nothing that they may not see', async () => {
    using directory = new TemporaryDirectory('granted');
    await isocenter(server, 'nodes', 'add', 'tool', 'TOOL', '127.0.0.1', '4243');
    await grant('tool', '--right', 'find,read', '--study', shown.studyInstanceUid);
    const as: DcmtkOptions = { callingAet: 'TOOL' };
    const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${hidden.studyInstanceUid}`];
    const found = await findscu(server.peer, keys, ['-S'], as);
    expect(found.stdout + found.stderr).not.toContain(hidden.patientId);
    const got = await getscu(server.peer, directory.path, keys, ['-S', '-v'], as);
    const moved = await movescu(server.peer, 'TOOL', keys, ['-S', '-v'], as);
    expect(readdirSync(directory.path)).toEqual([]);
    for (const { stdout, stderr } of [got, moved])
      expect(stdout + stderr).not.toMatch(/Completed Suboperations\s*:\s*[1-9]/);
  });
});
