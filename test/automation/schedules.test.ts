/** Schedules with a real PACS (dcmqrscp), and with bad ones. The clock is the test's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attentionInWords, type RemoteNode } from '../../src/contract/index.ts';
import { Dataset, uidsOfType } from '../../src/dicom/index.ts';
import { acceptContexts, createDimseServer } from '../../src/dimse/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { type CorpusShape, corpus } from '../support/corpus.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { type DcmtkServer, hasDcmtk, startDcmqrscp } from '../support/dcmtk.ts';
import { engines } from '../support/engines.ts';
import { fillPacs } from '../support/filled-pacs.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const go = new AbortController().signal;
const dates = ['20260309', '20260310', '20260311', '20260312'];
const modalities = ['MR', 'CT', 'US', 'MR'];
/** A study of each date. */
const shape: CorpusShape = {
  ...{ kind: 'tiny', studies: 4, seriesPerStudy: 2, instancesPerSeries: 3, seed: 900 },
  override: ({ study }) => ({ StudyDate: dates[study]!, Modality: modalities[study]! }),
};
const images = [...corpus(shape)];
const studyOn = (date: string): string => images.find(({ study }) => dates[study] === date)!.studyInstanceUid;

const nodeAt = (port: number, aeTitle = 'DCMQRSCP'): RemoteNode => ({
  ...{ name: 'pacs', aeTitle, host: '127.0.0.1', port, tls: false, addresses: [], comment: '' },
  may: { store: true, find: true, retrieve: true, commit: true },
});

describeWithPeer('schedules', hasDcmtk, () => {
  describe.each(engines)('on $name', (engine) => {
    let directory: TemporaryDirectory;
    let pacs: DcmtkServer;
    let proxy: CuttingProxy;
    let home: TemporaryAutomation;

    beforeEach(async () => {
      directory = new TemporaryDirectory('pacs');
      pacs = await startDcmqrscp({ directory: directory.join('db') });
      proxy = await CuttingProxy.open(pacs.port);
      home = await TemporaryAutomation.open(engine, [nodeAt(proxy.port)]);
      await home.jobs.start();
    });
    afterEach(async () => {
      await home[Symbol.asyncDispose]();
      await pacs.stop();
      await proxy[Symbol.asyncDispose]();
      directory.remove();
    });

    const say = (retrieve: object = {}, more: object = {}) =>
      home.say(
        JSON.stringify({
          schedules: {
            nightly: {
              ...{ at: '0 1 * * *', timeZone: 'Europe/Berlin', ...more },
              retrieve: { node: 'pacs', studies: { StudyDate: 'yesterday' }, ...retrieve },
            },
          },
        }),
      );
    const look = () => home.automation.lookNow(go);
    /** It is that time, and the archive looks. */
    async function at(time: string): Promise<void> {
      home.setTime(time);
      await look();
    }
    const runs = async () => (await home.automation.schedules.show('nightly', 100)).runs;
    /** Looks until no run is unfinished. */
    const settled = () =>
      vi.waitFor(
        async () => {
          await look();
          expect((await runs()).filter(({ state }) => state === 'waiting' || state === 'running')).toEqual(
            [],
          );
        },
        { timeout: 20_000, interval: 20 },
      );
    const jobsOf = async () => await home.jobs.list(undefined, { kind: 'scheduledRetrieve', limit: 100 });
    const imagesHere = (studies = images.map(({ studyInstanceUid }) => studyInstanceUid)) =>
      home.temporary.archive.count({ kind: 'local', name: 'x' }, { kind: 'everything' }, [
        { studyInstanceUids: [...new Set(studies)] },
      ]);

    it('fetches what was made the day before, once, and tells what came', async () => {
      await fillPacs(pacs, images);
      await say();
      await at('2026-03-10T12:00:00Z');
      expect(await runs()).toEqual([]);
      await at('2026-03-11T00:00:01Z');
      await settled();
      expect(await runs()).toMatchObject([
        {
          ...{ plannedAt: '2026-03-11T00:00:00.000Z', day: '2026-03-11', state: 'complete' },
          counts: { studies: 1, images: 6, wereHere: 0, came: 6, missing: 0, failed: 0 },
        },
      ]);
      expect(await imagesHere()).toBe(6);
      expect(await home.automation.schedules.report('nightly', {})).toMatchObject({
        keys: { StudyDate: ['20260310'] },
        studies: [{ studyInstanceUid: studyOn('20260310'), images: 6, came: 6, missing: 0, reason: null }],
      });
      await look();
      expect(await jobsOf()).toHaveLength(1);
      expect(await home.automation.schedules.list()).toMatchObject([
        { nextAt: '2026-03-12T00:00:00.000Z', problem: null, last: { state: 'complete' }, unfinished: 0 },
      ]);
    });

    it('catches up on nights that were missed, one after the other, and not too far back', async () => {
      await fillPacs(pacs, images);
      await say({ lookBackDays: 2 });
      await at('2026-03-10T12:00:00Z');
      await at('2026-03-13T12:00:00Z');
      await settled();
      expect((await runs()).map(({ day, state }) => [day, state])).toEqual([
        ['2026-03-13', 'complete'],
        ['2026-03-12', 'complete'],
      ]);
      expect(await imagesHere()).toBe(12);
      const [second, first] = await jobsOf();
      expect(first!.endedAt! <= second!.startedAt!).toBe(true);
    });

    it('runs no night twice and skips none when clocks go back', async () => {
      await say();
      await at('2026-03-11T12:00:00Z');
      await at('2026-03-12T00:10:00Z');
      await settled();
      await at('2026-03-11T23:10:00Z');
      await at('2026-03-12T00:00:01Z');
      await settled();
      await at('2026-03-12T00:59:00Z');
      await at('2026-03-13T00:00:00Z');
      await settled();
      expect((await runs()).map(({ plannedAt }) => plannedAt)).toEqual([
        '2026-03-13T00:00:00.000Z',
        '2026-03-12T00:00:00.000Z',
      ]);
      expect(await jobsOf()).toHaveLength(2);
    });

    it('runs once in nights in which an hour is left out or comes twice', async () => {
      await say({}, { at: '30 2 * * *' });
      await at('2026-03-28T12:00:00Z');
      for (let hour = 0; hour < 36; hour++) {
        await at(new Date(Date.UTC(2026, 2, 28, 13 + hour, 1)).toISOString());
        await settled();
      }
      expect((await runs()).map(({ plannedAt }) => plannedAt)).toEqual(['2026-03-29T01:00:00.000Z']);
      await at('2026-10-24T12:00:00Z');
      await settled();
      const before = (await runs()).length;
      for (let minutes = 0; minutes < 36 * 60; minutes += 30)
        await at(new Date(Date.UTC(2026, 9, 24, 13, minutes + 1)).toISOString());
      await settled();
      const added = (await runs()).slice(0, (await runs()).length - before);
      expect(added.map(({ plannedAt }) => plannedAt)).toEqual(['2026-10-25T00:30:00.000Z']);
    });

    it('fetches only the images that are missing, of the modalities that were meant', async () => {
      await fillPacs(pacs, images);
      await home.take({ ...shape, instancesPerSeries: 2 });
      await say({ studies: { StudyDate: 'last 3 days', ModalitiesInStudy: ['CT', 'US'] } });
      await at('2026-03-11T12:00:00Z');
      await at('2026-03-12T12:00:00Z');
      await settled();
      expect(await runs()).toMatchObject([
        { state: 'complete', counts: { studies: 2, images: 12, wereHere: 8, came: 4, missing: 0 } },
      ]);
      expect(await imagesHere([studyOn('20260309')])).toBe(4);
    });

    it('goes on in its time of the day, and not outside of it', async () => {
      await fillPacs(pacs, images);
      await say({ between: '22:00-06:00' }, { at: '0 12 * * *' });
      await at('2026-03-11T00:00:00Z');
      await at('2026-03-11T11:00:01Z');
      expect(await runs()).toMatchObject([{ state: 'waiting', job: null }]);
      await at('2026-03-11T20:59:00Z');
      expect(await jobsOf()).toEqual([]);
      await at('2026-03-11T21:00:01Z');
      await settled();
      expect(await runs()).toMatchObject([{ day: '2026-03-11', state: 'complete', counts: { came: 6 } }]);
    });

    it('does nothing while it is off, and misses nothing by that', async () => {
      await say();
      await at('2026-03-10T12:00:00Z');
      await say({}, { on: false });
      await at('2026-03-12T12:00:00Z');
      await say();
      await at('2026-03-12T12:00:01Z');
      expect(await runs()).toEqual([]);
    });

    it('is done now, as of today or of another day, also once more', async () => {
      await fillPacs(pacs, images);
      await say();
      await at('2026-03-20T12:00:00Z');
      const run = await home.automation.schedules.run('nightly', '2026-03-13');
      expect(run).toMatchObject({ plannedAt: '2026-03-13T00:00:00.000Z', state: 'running' });
      await settled();
      expect(await runs()).toMatchObject([{ state: 'complete', counts: { came: 6 } }]);
      await home.automation.schedules.run('nightly', '2026-03-13');
      await settled();
      expect(await runs()).toMatchObject([{ state: 'complete', counts: { images: 6, missing: 0 } }]);
      await home.automation.schedules.run('nightly', undefined);
      await settled();
      expect(await runs()).toMatchObject([{ day: '2026-03-20', counts: { studies: 0 } }, {}]);
    });

    it('is told and tried again when the PACS drops the line in the middle, and nothing is fetched twice', async () => {
      const large = [...corpus({ ...shape, kind: 'mr', instancesPerSeries: 4, seed: 901 })];
      await fillPacs(pacs, large);
      await say();
      await at('2026-03-10T12:00:00Z');
      proxy.bytesUntilCut = 100_000;
      await at('2026-03-11T00:00:01Z');
      await vi.waitFor(
        async () => {
          await look();
          expect(home.automation.problems().map(attentionInWords)).toEqual([
            expect.stringMatching(/^Schedule nightly: The run of 2026-03-11 is tried again\. ./),
          ]);
        },
        { timeout: 20_000 },
      );
      expect(proxy.cuts).toBeGreaterThan(0);
      const [first] = await runs();
      expect(first).toMatchObject({ state: 'running', attempts: 1, counts: { studies: 1, images: 8 } });
      expect(first!.counts.missing).toBeGreaterThan(0);
      proxy.bytesUntilCut = Number.POSITIVE_INFINITY;
      home.pass(120_000);
      home.jobs.wake();
      await settled();
      expect(await runs()).toMatchObject([
        { state: 'complete', attempts: 2, counts: { images: 8, came: 8, wereHere: 0, missing: 0 } },
      ]);
      // It may have come to its end after the last look.
      await look();
      expect(home.automation.problems()).toEqual([]);
    });

    it('fails in the end when nobody answers, says so, and is tried again the night after', async () => {
      await fillPacs(pacs, images);
      await pacs.stop();
      await say();
      await at('2026-03-10T12:00:00Z');
      await at('2026-03-11T00:00:01Z');
      const failed = await vi.waitFor(
        async () => {
          home.pass(3_600_000);
          home.jobs.wake();
          await look();
          const [run] = await runs();
          expect(run?.state).toBe('failed');
          return run!;
        },
        { timeout: 30_000, interval: 50 },
      );
      expect(failed).toMatchObject({
        attempts: 6,
        reason: { title: expect.stringMatching(/cannot be reached|aborted/) },
      });
      expect(home.automation.problems().map(attentionInWords)).toEqual([
        expect.stringMatching(/run of 2026-03-11 failed/),
      ]);
      const again = await startDcmqrscp({ directory: directory.join('db'), port: pacs.port });
      await at('2026-03-12T00:00:01Z');
      await settled();
      expect(await runs()).toMatchObject([
        { day: '2026-03-12', state: 'complete', counts: { came: 6 } },
        { day: '2026-03-11', state: 'complete', counts: { came: 6 } },
      ]);
      expect(home.automation.problems()).toEqual([]);
      await again.stop();
    });
  });
});

describe('a PACS that answers nonsense', () => {
  const answers: Readonly<Record<string, readonly (Dataset | Uint8Array)[]>> = {
    'no UID': [Dataset.of({ QueryRetrieveLevel: 'STUDY', StudyDate: '20260310' })],
    'a UID that is none': [Dataset.of({ StudyInstanceUID: '../../etc/passwd' })],
    'bytes that are no data set': [Uint8Array.from({ length: 99 }, (_, index) => (index * 37) % 251)],
    'other studies than were asked for': [
      Dataset.of({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.4', SOPInstanceUID: '1.2.3.4.5' }),
      Dataset.of({ StudyInstanceUID: '1.2.4', SeriesInstanceUID: '1.2.4.4', SOPInstanceUID: '1.2.4.4.5' }),
    ],
  };

  it.each(Object.keys(answers))('%s: has a defined result, and is told', async (name) => {
    const syntaxes = uidsOfType('Transfer Syntax').map(({ uid }) => uid);
    const server = createDimseServer({
      handlers: {
        associate: ({ request }) => ({
          ...{ accept: true, session: undefined },
          ...acceptContexts(request, { transferSyntaxes: () => syntaxes }),
        }),
        async *find() {
          yield [...answers[name]!];
        },
      },
    });
    const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
    await using home = await TemporaryAutomation.open(undefined, [nodeAt(port, 'NONSENSE')]);
    await home.jobs.start();
    const retrieve = { node: 'pacs', studies: { StudyDate: 'today' } };
    await home.say(JSON.stringify({ schedules: { nightly: { at: '0 1 * * *', retrieve } } }));
    await home.automation.schedules.run('nightly', undefined);
    await vi.waitFor(
      async () => {
        await home.automation.lookNow(go);
        expect(home.automation.problems().map(attentionInWords)).toEqual([
          expect.stringMatching(/^Schedule nightly: The run of/),
        ]);
      },
      { timeout: 20_000 },
    );
    const { runs } = await home.automation.schedules.show('nightly', 1);
    expect(runs).toMatchObject([{ attempts: 1, reason: { code: expect.stringMatching(/./) } }]);
    await server.close();
  });
});
