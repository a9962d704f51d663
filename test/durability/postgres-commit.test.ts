import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenArchive } from '../../src/archive/index.ts';
import { systemClock } from '../../src/base/index.ts';
import { everything } from '../../src/contract/index.ts';
import { instanceKey } from '../../src/store/index.ts';
import { CommitCutter, type Cut } from '../support/commit-cutter.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { postgres, type TestDatabase } from '../support/engines.ts';
import { Modality, openData } from '../support/eventful-archive.ts';
import { incomingNames } from '../support/incoming.ts';
import { findings, lostInArchive } from '../support/kept.ts';
import { hasPostgres } from '../support/postgres.ts';
import { contentOf, encodeDataSet } from '../support/sender.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { tester } from '../support/temp-archive.ts';

const [first, second, third] = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 3, seed: 91 })] as [
  CorpusInstance,
  CorpusInstance,
  CorpusInstance,
];
const refused = { code: 'catalog/in-doubt', dimseStatus: 0xa700 };

describeWithPeer(
  'a commit whose answer never comes',
  hasPostgres,
  () => {
    let directory: TemporaryDirectory;
    let database: TestDatabase;
    let cutter: CommitCutter;
    let open: OpenArchive;

    const reopen = () => openData(directory.path, { database: cutter.url });
    const send = (...instances: CorpusInstance[]) => new Modality(open, 'MR1', systemClock).send(instances);
    const lost = (...instances: CorpusInstance[]) =>
      lostInArchive(
        open,
        instances.map((instance) => contentOf(instance, encodeDataSet(instance))),
      );
    const isOnDisk = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: CorpusInstance) =>
      existsSync(directory.join(instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid)));

    beforeEach(async () => {
      directory = new TemporaryDirectory('commit');
      database = await postgres.create();
      cutter = await CommitCutter.before(database.database);
      open = await reopen();
      await send(first);
    });
    afterEach(async () => {
      await open.close();
      await cutter[Symbol.asyncDispose]();
      await database.drop();
      directory.remove();
    });

    it.each<[Cut, boolean]>([
      ['lost', false],
      ['unanswered', true],
    ])('that was %s: refused; rows and files agree, and the same again is taken', async (cut, happened) => {
      cutter.cutNextCommit(cut);
      await expect(send(second)).rejects.toMatchObject(refused);
      // Until somebody knows, the file that a row may name is there.
      expect(isOnDisk(second)).toBe(true);
      await send(third);
      expect(isOnDisk(second)).toBe(happened);
      expect(await lost(first, third)).toEqual([]);
      expect(await findings(open)).toEqual([]);
      expect(await open.parts.catalog.statistics()).toMatchObject({ instances: happened ? 3 : 2 });
      await send(second);
      expect(await lost(first, second, third)).toEqual([]);
      await open.parts.store.settleNow();
      expect(incomingNames(directory.path)).toEqual([]);
    });

    it.each<Cut>(['lost', 'unanswered'])('that was %s, and nothing comes before the end', async (cut) => {
      cutter.cutNextCommit(cut);
      await expect(send(second)).rejects.toMatchObject(refused);
      await open.close();
      expect(incomingNames(directory.path)).toEqual([]);
      open = await reopen();
      expect(await findings(open)).toEqual([]);
      await send(second);
      expect(await lost(first, second)).toEqual([]);
    });

    it.each<Cut>(['lost', 'unanswered'])('of a decision, %s: the decision holds', async (cut) => {
      const set = (value: string) => {
        const label = { target: 'study', uid: first.studyInstanceUid, name: 'trial', value } as const;
        return open.archive.label(tester, everything, label);
      };
      const labels = () => open.parts.catalog.labels('study', first.studyInstanceUid);
      cutter.cutNextCommit(cut);
      await expect(set('A')).rejects.toMatchObject(refused);
      await open.parts.committer.catchUp();
      expect(await labels()).toMatchObject([{ value: 'A' }]);
      cutter.cutNextCommit(cut);
      await expect(set('B')).rejects.toMatchObject(refused);
      await set('C');
      expect(await labels()).toMatchObject([{ value: 'C' }]);
    });
  },
  "PostgreSQL's server programs",
);
