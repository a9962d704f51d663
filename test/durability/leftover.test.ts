import { copyFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { everything } from '../../src/contract/index.ts';
import { instanceKey } from '../../src/store/index.ts';
import { createArchiveHome } from '../support/archive-home.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { Modality } from '../support/eventful-archive.ts';
import { incomingNames } from '../support/incoming.ts';
import { tester } from '../support/temp-archive.ts';

it.each(engines)(
  'a re-send whose end a power cut undid does not bring back what was removed since, on $name',
  async (engine) => {
    await using home = await createArchiveHome(engine);
    const [instance] = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 93 })];
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = instance!;
    const open = await home.open();
    await new Modality(open, 'MR1', systemClock).send([instance!]);
    await open.parts.store.settleNow();
    const file = instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid);
    await open.archive.remove(
      tester,
      everything,
      [{ studyInstanceUids: [studyInstanceUid] }],
      'wrong patient',
    );
    await open.close();
    // Its name in incoming/ had been removed, without a sync of its own.
    copyFileSync(`${home.data}/${file}`, `${home.data}/incoming/again`);

    const again = await home.open();
    expect(incomingNames(home.data)).toEqual([]);
    expect(await again.archive.trash(tester, everything, 10)).toHaveLength(1);
    expect(await again.parts.catalog.statistics()).toMatchObject({ conflicts: 0 });
    await again.close();
  },
);
