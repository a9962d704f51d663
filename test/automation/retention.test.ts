/** What goes into the trash by itself, in a real archive with a disk that the test makes full. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atPlace, attentionInWords, everything, protectedLabel } from '../../src/contract/index.ts';
import { Nodes } from '../../src/nodes/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { engines } from '../support/engines.ts';
import { tester } from '../support/temp-archive.ts';

const go = new AbortController().signal;
const DAY_MS = 86_400_000;

describe.each(engines)('retention on $name', (engine) => {
  let home: TemporaryAutomation;

  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await home[Symbol.asyncDispose]();
  });

  const say = (more: object = {}) =>
    home.say(JSON.stringify({ retention: { old: { olderThanDays: 10, on: true, ...more } } }));
  const take = (studies: number, seed: number, Modality: string) =>
    home.take({ studies, instancesPerSeries: 2, seed, override: () => ({ Modality }) });
  const run = () => home.automation.retention.run('old', go);
  const preview = () => home.automation.retention.preview('old', 10);
  const archive = () => home.temporary.archive;
  const left = async () => (await archive().counts()).studies;
  /** What the disk of the archive says of itself, bytes. */
  const setDisk = (free: number, total: number) =>
    vi.spyOn(archive(), 'space').mockImplementation(async () => ({ free, total, freeFiles: undefined }));

  it('puts into the trash what is old and fits, says so, and can be taken back', async () => {
    await take(2, 1, 'MR');
    await take(1, 50, 'CT');
    await say({ if: { Modality: 'MR' } });
    expect(await run()).toMatchObject({ studies: 0 });
    expect((await preview()).studies).toEqual([]);
    home.pass(11 * DAY_MS);
    const seen = await preview();
    expect(seen).toMatchObject({ total: { studies: 2, instances: 4, protected: 0 }, note: null });
    const report = await run();
    expect(report).toMatchObject({ ...seen.total, withoutCopy: 0, problem: null });
    expect(await left()).toBe(1);
    expect(home.notes).toMatchObject([
      { action: 'remove', via: 'retention old' },
      { action: 'remove', via: 'retention old' },
    ]);
    const trash = await archive().trash(tester, everything, 10);
    expect(trash).toMatchObject([{ reason: 'retention old' }, { reason: 'retention old' }]);
    await archive().restore(
      tester,
      everything,
      trash.map(({ id }) => id),
    );
    expect(await left()).toBe(3);
    expect(await home.automation.retention.list()).toMatchObject([{ name: 'old', last: report }]);
  });

  it('leaves what somebody has looked at, and what nobody can have had the time to', async () => {
    await take(2, 1, 'MR');
    await say({ olderThanDays: 0, notViewedForDays: 20 });
    const lastOf = vi.spyOn(archive().views, 'lastOf').mockResolvedValue(0);
    // Nobody ever looked, but it has only just come.
    expect((await preview()).studies).toEqual([]);
    lastOf.mockRestore();
    home.pass(19 * DAY_MS);
    // Not long enough since looks are noted.
    expect((await preview()).studies).toEqual([]);
    home.pass(2 * DAY_MS);
    const [first, second] = (await preview()).studies.map(({ studyInstanceUid }) => studyInstanceUid);
    expect(second).toBeDefined();
    vi.spyOn(archive().views, 'lastOf').mockImplementation(async (study) =>
      study === first ? Date.now() + 5 * DAY_MS : 0,
    );
    expect(await run()).toMatchObject({ studies: 1 });
    expect(await left()).toBe(1);
    expect(await home.automation.retention.list()).toMatchObject([{ notViewedForDays: 20 }]);
  });

  it('leaves what is protected', async () => {
    await take(2, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say();
    const [first] = (await preview()).studies;
    const uid = first!.studyInstanceUid;
    await archive().label(tester, everything, { target: 'study', uid, name: protectedLabel, value: 'why' });
    expect((await preview()).studies).toMatchObject([
      { studyInstanceUid: uid, keptBecause: 'protected' },
      { keptBecause: null },
    ]);
    expect(await run()).toMatchObject({ studies: 1, protected: 1 });
    expect(await left()).toBe(1);
  });

  it('goes by how full the disk is: the first that came first, no more than it takes, and once', async () => {
    await take(4, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say({ whenFullerThan: 80, untilBelow: 79.5 });
    const { bytes } = (await preview()).studies[0]!;
    setDisk(21 * bytes, 100 * bytes);
    expect(await run()).toMatchObject({ studies: 0, problem: null });
    expect(await preview()).toMatchObject({ note: expect.stringMatching(/79 %/), total: { studies: 4 } });
    // Of one study and a half too much.
    setDisk(19 * bytes, 100 * bytes);
    const [oldest, second] = (await preview()).studies;
    expect(await run()).toMatchObject({ studies: 2, problem: null });
    expect(await left()).toBe(2);
    const rest = (await preview()).studies.map(({ studyInstanceUid }) => studyInstanceUid);
    expect(rest).not.toContain(oldest!.studyInstanceUid);
    expect(rest).not.toContain(second!.studyInstanceUid);
    // What is in the trash will be free: nothing more goes for it.
    expect(await run()).toMatchObject({ studies: 0, problem: null });
  });

  it('says that the disk is too full when nothing more may go', async () => {
    await take(1, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say({ whenFullerThan: 80, untilBelow: 70 });
    setDisk(0, 1e12);
    await home.automation.lookNow(go);
    await home.automation.retention.idle();
    expect(await left()).toBe(0);
    expect(home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/^Retention old: The disk is too full/),
    ]);
  });

  it('leaves what no node says it keeps', async () => {
    await take(1, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say({ copies: ['nobody'] });
    expect(await run()).toMatchObject({
      studies: 0,
      withoutCopy: 1,
      problem: { code: 'retention/not-asked', params: { node: 'nobody' } },
    });
    expect(await left()).toBe(1);
  });

  /** A node keeps every image, and something happens before it says so. */
  const keepsAll = (meanwhile: () => Promise<void>) =>
    vi.spyOn(Nodes.prototype, 'requestCommitment').mockImplementation(async (_, __, items) => {
      await meanwhile();
      return { committed: [...items], failed: [] };
    });

  it('leaves what became something else while nodes were asked', async () => {
    await take(1, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say({ copies: ['pacs'] });
    const { studyInstanceUid: uid } = (await preview()).studies[0]!;
    const protect = (value: string | null) =>
      archive().label(tester, everything, { target: 'study', uid, name: protectedLabel, value });
    keepsAll(() => protect('why'));
    expect(await run()).toMatchObject({ studies: 0, problem: null });
    await protect(null);
    const more = { studies: 1, instancesPerSeries: 3, seed: 1, override: () => ({ Modality: 'MR' }) };
    keepsAll(() => home.take(more));
    expect(await run()).toMatchObject({ studies: 0, problem: null });
    expect(await left()).toBe(1);
  });

  it('ends at once when it is switched off, not when something else in the file changes', async () => {
    await take(2, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say({ copies: ['pacs'] });
    keepsAll(() => say({ copies: ['pacs'], on: false }));
    expect(await run()).toMatchObject({ studies: 0 });
    const other = { olderThanDays: 10, on: false };
    keepsAll(() =>
      home.say(
        JSON.stringify({ retention: { old: { olderThanDays: 10, on: false, copies: ['pacs'] }, other } }),
      ),
    );
    expect(await run()).toMatchObject({ studies: 2 });
  });

  it('tells what it fails with, and tries again an hour later', async () => {
    await take(1, 1, 'MR');
    home.pass(11 * DAY_MS);
    await say();
    const look = async () => {
      await home.automation.lookNow(go);
      await home.automation.retention.idle();
      return home.automation.problems().map(attentionInWords);
    };
    vi.spyOn(home.temporary.parts.catalog.engine, 'read').mockRejectedValueOnce(new Error('no database'));
    expect(await look()).toEqual([expect.stringMatching(/^Retention old: /)]);
    await look();
    expect(await left()).toBe(1);
    home.pass(DAY_MS / 24);
    expect(await look()).toEqual([]);
    expect(await left()).toBe(0);
  });

  it('does nothing until it is on, and then once a day', async () => {
    await take(1, 1, 'MR');
    home.pass(11 * DAY_MS);
    const look = async () => {
      await home.automation.lookNow(go);
      await home.automation.retention.idle();
    };
    await home.say(JSON.stringify({ retention: { old: { olderThanDays: 10 } } }));
    await look();
    expect(await left()).toBe(1);
    await say();
    await look();
    expect(await left()).toBe(0);
    await take(1, 9, 'MR');
    await say({ olderThanDays: 0 });
    await look();
    expect(await left()).toBe(1);
    home.pass(DAY_MS);
    await look();
    expect(await left()).toBe(0);
  });

  it('is told what is wrong with it', async () => {
    const tell = async (more: object) =>
      (
        await home.automation.file.check(
          JSON.stringify({ retention: { old: { olderThanDays: 1, ...more } } }),
        )
      ).map(({ place, reason }) => atPlace(place, reason.title));
    expect(await tell({ whenFullerThan: 80 })).toEqual([expect.stringMatching(/Both of these/)]);
    expect(await tell({ whenFullerThan: 70, untilBelow: 80 })).toEqual([expect.stringMatching(/less than/)]);
    expect(await tell({ if: { Modalty: 'MR' } })).toEqual([expect.stringMatching(/^retention > old > if/)]);
  });
});
