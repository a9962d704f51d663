import { afterEach, describe, expect, test } from 'vitest';
import { corpusInstance } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { IsocenterError } from '../base/index.ts';
import { everything } from '../contract/index.ts';
import { writeDataset } from '../dicom/index.ts';

let temporary: TemporaryArchive | undefined;
afterEach(() => temporary?.[Symbol.asyncDispose]());

const instance = corpusInstance(
  { kind: 'tiny', studies: 1, instancesPerSeries: 1 },
  { study: 0, series: 0, instance: 0 },
);
const { transferSyntaxUid, sopInstanceUid } = instance;

async function send({ archive }: TemporaryArchive) {
  const sink = archive.ingest(tester, everything, {
    transferSyntaxUid,
    origin: {
      via: 'upload',
      receivedAt: new Date().toISOString(),
      sender: 'test',
      address: '',
      receiver: '',
    },
  });
  await sink.write(writeDataset(instance.dataset, transferSyntaxUid));
  return await sink.end();
}

async function keyOf({ archive }: TemporaryArchive): Promise<string | undefined> {
  const pages = await Array.fromAsync(
    archive.select(tester, everything, [{ sopInstanceUids: [sopInstanceUid] }]),
  );
  return pages.flat()[0]?.location?.key;
}

describe.each(engines)('on $name', (engine) => {
  test('the same instance again is already there', async () => {
    temporary = await TemporaryArchive.open(engine);
    expect(await send(temporary)).toMatchObject({ outcome: 'stored' });
    expect(await send(temporary)).toMatchObject({ outcome: 'already-there' });
  });

  test.each(['its file is gone', 'verify has put its file in quarantine'])(
    '%s: a re-send repairs it',
    async (what) => {
      temporary = await TemporaryArchive.open(engine);
      const { store, catalog } = temporary.parts;
      await send(temporary);
      await store.settleNow();
      const key = (await keyOf(temporary))!;
      if (what === 'its file is gone') await store.remove(key);
      else {
        const [versions] = await catalog.lookup([instance]);
        await store.quarantine(key, new IsocenterError('archive/damaged'));
        await catalog.removeLocation(versions!.current!.itemId, 'local');
      }
      expect(await send(temporary)).toMatchObject({ outcome: 'stored' });
      expect(store.exists((await keyOf(temporary))!)).toBe(true);
      expect(await catalog.statistics()).toMatchObject({ instances: 1, conflicts: 0 });
    },
  );
});
