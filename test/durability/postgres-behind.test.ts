import { expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { everything } from '../../src/contract/index.ts';
import { corpus } from '../support/corpus.ts';
import { everythingKnown, Modality, openData } from '../support/eventful-archive.ts';
import { findings, lostInArchive } from '../support/kept.ts';
import { createDatabase, hasPostgres } from '../support/postgres.ts';
import { differences, rebuildAll } from '../support/rebuild-campaign.ts';
import { contentOf, encodeDataSet } from '../support/sender.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { tester } from '../support/temp-archive.ts';

const study = (firstStudy: number) => [
  ...corpus({ kind: 'tiny', studies: 1, firstStudy, instancesPerSeries: 4, seed: 71 }),
];

describeWithPeer(
  'a PostgreSQL catalog that is older than the files, as from a backup',
  hasPostgres,
  () => {
    it('opens, knows the decisions made since, takes instances, and is whole after verify or rebuild', async () => {
      using directory = new TemporaryDirectory('behind');
      await using database = await createDatabase();
      const [old, removed, late] = [study(0), study(1), study(2)];
      const open = (url: string) => openData(directory.path, { database: url });

      const first = await open(database.url);
      await new Modality(first, 'MR1', systemClock).send([...old, ...removed]);
      await first.close();
      await using backup = await database.copy();

      const second = await open(database.url);
      await new Modality(second, 'MR1', systemClock).send(late);
      const selector = { studyInstanceUids: [removed[0]!.studyInstanceUid] };
      await second.archive.remove(tester, everything, [selector], 'wrong patient');
      const before = await everythingKnown(second);
      await second.close();

      const restored = await open(backup.url);
      expect(await restored.archive.trash(tester, everything, 10)).toHaveLength(1);
      // One that it does not know comes again: it is taken over where it is. Verify takes in the others.
      await new Modality(restored, 'MR1', systemClock).send(late.slice(0, 1));
      const unknown = { problem: 'extra', action: 'taken in' };
      expect(await findings(restored)).toMatchObject(late.slice(1).map(() => unknown));
      expect(await findings(restored)).toEqual([]);
      await rebuildAll(restored);
      expect(differences(before, await everythingKnown(restored))).toEqual([]);
      expect(await findings(restored)).toEqual([]);
      const contents = [...old, ...late].map((each) => contentOf(each, encodeDataSet(each)));
      expect(await lostInArchive(restored, contents)).toEqual([]);
      await restored.close();
    });
  },
  "PostgreSQL's server programs",
);
