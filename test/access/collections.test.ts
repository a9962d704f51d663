/** Collections: whose they are, who was let in, how much they hold; what is in them after a rebuild. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { type CreatedToken, callerFor, everything, type ShownCollection } from '../../src/contract/index.ts';
import { openAccess } from '../support/access.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { Modality } from '../support/eventful-archive.ts';
import { encodeDataSet, sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { drain, TemporaryArchive, tester } from '../support/temp-archive.ts';

const terms = { title: 'Knees', owner: 'ada', quotaBytes: null };
const instances = (seed: number, instancesPerSeries = 1): CorpusInstance[] => [
  ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries, seed }),
];

describe.each(engines)('studies in collections on $name', (engine) => {
  async function openWithStudies() {
    const temporary = await TemporaryArchive.open(engine);
    const access = await openAccess(temporary.archive, temporary.directory.path);
    const [first, second] = [...instances(1), ...instances(2)];
    await new Modality(temporary, 'TESTER', systemClock).send([first!]);
    const [here, coming] = [first!.studyInstanceUid, second!.studyInstanceUid];
    return { temporary, access, second: second!, here, coming };
  }
  const held = ({ archive }: TemporaryArchive) => archive.collections(tester, everything, 10);

  it('are where people put them, those that come later and those that come again too, also after a rebuild', async () => {
    const { temporary, here, coming, second } = await openWithStudies();
    await using _ = temporary;
    const { archive, parts } = temporary;
    const collect = (collection: string | null) =>
      archive.collect(tester, everything, { studyInstanceUids: [here, coming], collection });
    await collect('knee');
    await new Modality(temporary, 'TESTER', systemClock).send([second]);
    expect(await held(temporary)).toMatchObject([{ name: 'knee', studies: 2 }]);
    const before = await Array.fromAsync(parts.catalog.canonicalDump());
    await drain(archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
    expect(await Array.fromAsync(parts.catalog.canonicalDump())).toEqual(before);
    await collect(null);
    await drain(archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
    expect(await held(temporary)).toEqual([]);
  });

  it('of two files that say different collections belong to that of the first, in whichever order a rebuild reads', async () => {
    const { temporary } = await openWithStudies();
    await using _ = temporary;
    const { archive } = temporary;
    // The later one has the smaller UID: a rebuild reads it first.
    const sorted = instances(3, 2).sort((a, b) => (a.sopInstanceUid < b.sopInstanceUid ? 1 : -1));
    for (const [index, instance] of sorted.entries()) {
      const receivedAt = `2026-01-0${index + 1}T00:00:00.000Z`;
      const origin = { via: 'upload', receivedAt, sender: '', address: '', receiver: '' } as const;
      const collection = ['first', 'second'][index]!;
      const sink = archive.ingest(tester, everything, {
        ...{ origin, collection, transferSyntaxUid: instance.transferSyntaxUid },
      });
      await sink.write(encodeDataSet(instance));
      await sink.end();
    }
    expect(await held(temporary)).toMatchObject([{ name: 'first', studies: 1 }]);
    await drain(archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
    expect(await held(temporary)).toMatchObject([{ name: 'first', studies: 1 }]);
  });

  it('are seen by the owner, who lets others in and out; an account that goes owns nothing any more', async () => {
    const { temporary, access, here } = await openWithStudies();
    await using _ = temporary;
    const { archive } = temporary;
    for (const name of ['ada', 'bob']) await access.addUser(tester, { name });
    await access.collections.add(tester, 'knee', terms);
    await archive.collect(tester, everything, { studyInstanceUids: [here], collection: 'knee' });
    const ada = () => access.user('ada', '');
    const bob = () => access.user('bob', '');
    const sees = async (caller: ReturnType<typeof ada>) =>
      caller.rights.has('find') &&
      (await archive.count(caller.actor, callerFor(caller, 'find').scope, [{ studyInstanceUids: [here] }])) >
        0;
    expect([await sees(ada()), await sees(bob())]).toEqual([true, false]);
    const member = { kind: 'user', name: 'bob' } as const;
    const admit = (caller: ReturnType<typeof ada>) =>
      access.collections.admit(caller, 'knee', member, { rights: ['find'], expiresAt: null });
    await expect(admit(bob())).rejects.toMatchObject({ code: 'archive/not-found' });
    await admit(ada());
    expect(await sees(bob())).toBe(true);
    // A member is no owner.
    await expect(admit(bob())).rejects.toMatchObject({ code: 'archive/not-found' });
    const again = await openAccess(archive, temporary.directory.path);
    expect(again.collections.members('knee')).toEqual(access.collections.members('knee'));
    const [{ id } = { id: '' }] = access.collections.members('knee');
    await access.collections.expel(ada(), 'knee', id);
    expect(await sees(bob())).toBe(false);
    await access.removeUser(tester, 'ada');
    await access.addUser(tester, { name: 'ada' });
    expect(await sees(ada())).toBe(false);
  });
});

describe('a quota', () => {
  let server: IsocenterServer;
  const sizeOf = (instance: CorpusInstance) => encodeDataSet(instance).length;
  const [first, second, third] = [...instances(11), ...instances(12), ...instances(13)] as [
    CorpusInstance,
    CorpusInstance,
    CorpusInstance,
  ];
  const store = (instance: CorpusInstance, token: string) =>
    fetch(`http://127.0.0.1:${server.httpPort}/api/instances`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/dicom' },
      body: Buffer.from(instance.encode()),
    });

  beforeAll(async () => {
    server = await startIsocenter();
  });
  afterAll(() => server.stop());

  it('is refused beyond at every door, clearly; what is there may come again, and removing makes room', async () => {
    // Room for one file with its head and half of another.
    const quota = `${((sizeOf(first) + 1_024) * 1.5) / 1000}`.slice(0, 6);
    const made = await isocenterJson<ShownCollection>(server, [
      'collection',
      'add',
      'lab',
      '--quota',
      `${quota}kB`,
    ]);
    expect(made).toMatchObject({ isDefined: true, owner: null, studies: 0 });
    const { token } = await isocenterJson<CreatedToken>(server, [
      ...['token', 'create', 'lab', '--right', 'store,find', '--collection', 'lab'],
    ]);
    const put = ({ studyInstanceUid }: CorpusInstance) =>
      isocenter(server, 'collection', 'put', 'lab', '--study', studyInstanceUid);
    expect((await store(first, token)).status).toBe(200);
    const full = await store(second, token);
    expect(full.status).toBe(507);
    expect(await full.text()).toMatch(/store\/quota.*lab is full/s);
    expect((await store(first, token)).status).toBe(200);
    await put(third);
    const refused = await sendInstances(server.peer, 'MODALITY', [third]);
    expect(refused.refused.map(({ status }) => status)).toEqual([0xa700]);
    // What somebody put into the collection of others, these may store, and nobody else who may only store elsewhere.
    const { token: stranger } = await isocenterJson<CreatedToken>(server, [
      ...['token', 'create', 'other', '--right', 'store,find', '--collection', 'other'],
    ]);
    expect((await store(third, stranger)).status).toBe(403);
    // Outside of the collection there is room.
    expect((await sendInstances(server.peer, 'MODALITY', [second])).acknowledged).toHaveLength(1);

    await isocenter(server, 'remove', '--study', first.studyInstanceUid);
    expect((await sendInstances(server.peer, 'MODALITY', [third])).acknowledged).toHaveLength(1);
    await isocenter(server, 'group', 'add', 'readers');
    const admitted = await isocenter(
      server,
      'collection',
      'admit',
      'lab',
      '--group',
      'readers',
      '--role',
      'viewer',
    );
    expect(admitted.stdout).toContain('group readers: find view download');
    const busy = await isocenter(server, 'collection', 'remove', 'lab');
    expect(busy.stderr).toContain('take them out first');
    const both = `${first.studyInstanceUid},${third.studyInstanceUid}`;
    expect((await isocenter(server, 'collection', 'take', 'lab', '--study', both)).code).toBe(0);
    expect((await isocenter(server, 'collection', 'remove', 'lab')).code).toBe(0);
    const audit = await isocenter(server, 'audit', 'list', '--json');
    expect(audit.stdout).toContain('POST /api/collections/:name/studies');
    expect(audit.stdout).toContain('POST /api/collections/:name/members');
  });

  it('holds against many that come at once', async () => {
    const many = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 12, seed: 14 })];
    const quota = 4.5 * (sizeOf(many[0]!) + 1_024);
    await isocenter(server, 'collection', 'add', 'few', '--quota', `${Math.round(quota)}B`);
    const { token } = await isocenterJson<CreatedToken>(server, [
      ...['token', 'create', 'few', '--right', 'store,find', '--collection', 'few'],
    ]);
    const statuses = await Promise.all(many.map(async (instance) => (await store(instance, token)).status));
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(4);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200, 507]));
  });
});
