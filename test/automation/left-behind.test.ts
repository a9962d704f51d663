/** What is missing here of studies that a real node (dcmqrscp) will delete by itself. The clock is the test's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IsocenterError } from '../../src/base/index.ts';
import { attentionInWords, type RemoteNode } from '../../src/contract/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { type CorpusShape, corpus } from '../support/corpus.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { type DcmtkServer, hasDcmtk, startDcmqrscp } from '../support/dcmtk.ts';
import { engines } from '../support/engines.ts';
import { fillPacs } from '../support/filled-pacs.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const go = new AbortController().signal;
const dates = ['20260309', '20260310'];
const shape: CorpusShape = {
  ...{ kind: 'mr', studies: 2, seriesPerStudy: 2, instancesPerSeries: 2, seed: 910 },
  override: ({ study }) => ({ StudyDate: dates[study]! }),
};
const images = [...corpus(shape)];
const [first, second] = [0, 1].map(
  (study) => images.find((image) => image.study === study)!.studyInstanceUid,
);
const ofFirst = { ...shape, studies: 1 };

describeWithPeer('what schedules left behind', hasDcmtk, () => {
  describe.each(engines)('on $name', (engine) => {
    let directory: TemporaryDirectory;
    let pacs: DcmtkServer;
    let proxy: CuttingProxy;
    let home: TemporaryAutomation;

    async function open(node: Partial<RemoteNode> = {}): Promise<void> {
      const usual = {
        ...{ host: '127.0.0.1', port: proxy.port, tls: false, addresses: [], comment: '' },
        may: { store: true, find: true, retrieve: true, commit: true },
      };
      home = await TemporaryAutomation.open(engine, [
        // Its title is the name of the one that is meant.
        { ...usual, name: 'another', aeTitle: 'ct1' },
        { ...usual, name: 'ct1', aeTitle: 'DCMQRSCP', keepsDays: 10, ...node },
      ]);
      await home.jobs.start();
      await say(true);
    }
    const say = (on: boolean) =>
      home.say(
        JSON.stringify({
          schedules: {
            nightly: {
              ...{ at: '0 1 * * *', timeZone: 'Europe/Berlin', on },
              retrieve: { node: 'ct1', studies: { StudyDate: 'last 2 days' }, lookBackDays: 1 },
            },
          },
        }),
      );
    beforeEach(async () => {
      directory = new TemporaryDirectory('pacs');
      pacs = await startDcmqrscp({ directory: directory.join('db') });
      proxy = await CuttingProxy.open(pacs.port);
    });
    afterEach(async () => {
      await home[Symbol.asyncDispose]();
      await pacs.stop();
      await proxy[Symbol.asyncDispose]();
      directory.remove();
    });

    const left = () => home.automation.schedules.leftBehind.list({ limit: 100 });
    /** It is that time, and the archive looks. */
    async function at(time: string): Promise<readonly string[]> {
      home.setTime(time);
      return await look();
    }
    async function look(): Promise<readonly string[]> {
      await home.automation.lookNow(go);
      await home.automation.schedules.idle();
      return home.automation.alarms().map(attentionInWords);
    }
    /** The run of that night has been tried once. */
    async function tried(): Promise<void> {
      await at('2026-03-10T12:00:00Z');
      await at('2026-03-11T00:00:01Z');
      await vi.waitFor(
        async () => {
          const { runs } = await home.automation.schedules.show('nightly', 1);
          expect(runs).toMatchObject([{ attempts: 1 }]);
        },
        { timeout: 20_000 },
      );
    }
    /** The same, and nothing else is fetched afterwards. */
    async function triedOnce(): Promise<void> {
      await tried();
      await home.jobs.stop();
      await say(false);
    }

    it('are told in time, until all of them came from elsewhere or the day is over', async () => {
      await fillPacs(pacs, images);
      // It can be asked what it has, and nothing comes.
      proxy.bytesUntilCut = 20_000;
      await open();
      await triedOnce();
      expect(await left()).toMatchObject({
        studies: [
          {
            ...{ node: 'ct1', studyInstanceUid: first, schedule: 'nightly', state: 'later' },
            ...{ studyDate: '2026-03-09', goesOn: '2026-03-19', images: 4, missing: 4 },
            ...{
              reason: { title: expect.stringMatching(/./) },
              series: [{ there: 2, missing: 2 }, { missing: 2 }],
            },
          },
          { studyInstanceUid: second, goesOn: '2026-03-20' },
        ],
        ...{ runs: [], more: false },
      });
      expect(await at('2026-03-16T22:59:00Z')).toEqual([]);
      // Midnight in Berlin.
      expect(await at('2026-03-16T23:00:01Z')).toEqual([
        'Node ct1: It deletes studies of which not all is here (1), the first on 2026-03-19.',
      ]);
      expect(await at('2026-03-18T12:00:00Z')).toEqual([
        'Node ct1: It deletes studies of which not all is here (2), the first on 2026-03-19.',
      ]);
      await home.take({ ...ofFirst, instancesPerSeries: 1 });
      expect(await at('2026-03-18T12:02:00Z')).toHaveLength(1);
      await home.take(ofFirst);
      expect(await at('2026-03-18T12:04:00Z')).toEqual([
        'Node ct1: It deletes studies of which not all is here (1), the first on 2026-03-20.',
      ]);
      expect((await left()).studies).toMatchObject([{ studyInstanceUid: second, state: 'soon' }]);
      expect(await at('2026-03-21T12:00:00Z')).toEqual([
        'Node ct1: It may have deleted studies of which not all is here (1), the first on 2026-03-20.',
      ]);
      expect(await at('2026-03-28T12:00:00Z')).toEqual([]);
      expect((await left()).studies).toEqual([]);
    });

    it('are left alone by a schedule that does not mean them', async () => {
      await fillPacs(pacs, images);
      proxy.bytesUntilCut = 20_000;
      await open();
      await tried();
      const studies = { StudyDate: 'last 2 days' };
      const ofCt = { node: 'ct1', studies: { ...studies, ModalitiesInStudy: ['CT'] } };
      await home.say(
        JSON.stringify({
          schedules: {
            nightly: { at: '0 1 * * *', on: false, retrieve: { node: 'ct1', studies } },
            others: { at: '0 1 * * *', timeZone: 'Europe/Berlin', retrieve: ofCt },
          },
        }),
      );
      const { schedules } = home.automation;
      await schedules.run('others', '2026-03-11');
      await vi.waitFor(
        async () => {
          await look();
          expect((await schedules.show('others', 1)).runs).toMatchObject([{ state: 'complete' }]);
        },
        { timeout: 20_000 },
      );
      expect((await left()).studies).toMatchObject([
        { studyInstanceUid: first, schedule: 'nightly' },
        { studyInstanceUid: second, schedule: 'nightly' },
      ]);
    });

    it('are told no more when somebody says so, also not when the run fails again', async () => {
      await fillPacs(pacs, images);
      proxy.bytesUntilCut = 20_000;
      await open({ keepsDays: 3 });
      await tried();
      home.pass(61_000);
      expect(await look()).toHaveLength(1);
      const { schedules } = home.automation;
      expect(await schedules.leftBehind.forget('ct1', [first!, second!, '1.2.3'])).toEqual({ forgotten: 2 });
      expect(home.automation.alarms()).toEqual([]);
      home.pass(120_000);
      home.jobs.wake();
      await vi.waitFor(
        async () => expect((await schedules.show('nightly', 1)).runs).toMatchObject([{ attempts: 2 }]),
        { timeout: 20_000 },
      );
      home.pass(61_000);
      expect(await look()).toEqual([]);
      expect((await left()).studies).toEqual([]);
    });

    it('are forgotten with their node', async () => {
      await fillPacs(pacs, images);
      proxy.bytesUntilCut = 20_000;
      await open();
      await triedOnce();
      expect(await at('2026-03-19T12:00:00Z')).toHaveLength(1);
      await home.automation.schedules.leftBehind.forgetNode('ct1');
      expect(home.automation.alarms()).toEqual([]);
      expect((await left()).studies).toEqual([]);
    });

    it('are none of a node that nobody knows, whoever tried it', async () => {
      await open();
      const error = new IsocenterError('node/unknown', { name: 'nobody' });
      await home.automation.schedules.leftBehind.note('nobody', first!, error);
      expect(await left()).toEqual({ studies: [], runs: [], more: false });
    });

    it('are none at a node that keeps its images', async () => {
      await fillPacs(pacs, images);
      proxy.bytesUntilCut = 20_000;
      await open({ keepsDays: undefined });
      await triedOnce();
      expect(await at('2026-03-20T12:00:00Z')).toEqual([]);
      expect(await left()).toEqual({ studies: [], runs: [], more: false });
    });

    it('are told of a run that could not look, until one could', async () => {
      await fillPacs(pacs, images);
      await pacs.stop();
      await open({ keepsDays: 3 });
      await tried();
      home.pass(61_000);
      expect(await look()).toEqual([
        'Node ct1: Schedule nightly did not get to see what is there for the run of 2026-03-11; the node deletes the first of it on 2026-03-12.',
      ]);
      expect((await left()).runs).toMatchObject([
        {
          schedule: 'nightly',
          day: '2026-03-11',
          state: 'soon',
          reason: { code: expect.stringMatching(/./) },
        },
      ]);
      const again = await startDcmqrscp({ directory: directory.join('db'), port: pacs.port });
      home.pass(120_000);
      home.jobs.wake();
      await vi.waitFor(
        async () => {
          home.pass(61_000);
          expect(await look()).toEqual([]);
        },
        { timeout: 20_000, interval: 50 },
      );
      await again.stop();
    });
  });
});
