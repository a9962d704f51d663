import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { everything } from '../contract/index.ts';
import { forecastDisk } from './disk-forecast.ts';

const DAY_MS = 86_400_000;

/** @param age of the archive, days; @param bytes that came in the last 30 of them */
async function forecast({ age, bytes, free }: { age: number; bytes: number; free: number }) {
  const now = new Date('2026-06-01T00:00:00Z');
  let since = '';
  const parts = {
    clock: { ...systemClock, now: () => now },
    settings: { diskReserveMegabytes: 1_000 },
    store: { space: async () => ({ free, total: 1e12 }) },
    catalog: {
      async arrivedSince(from: string) {
        since = from;
        return { bytes, firstAt: age === 0 ? null : new Date(now.getTime() - age * DAY_MS).toISOString() };
      },
    },
  };
  const found = await forecastDisk(parts as unknown as Parameters<typeof forecastDisk>[0]);
  expect(since).toBe('2026-05-02T00:00:00.000Z');
  return found;
}

it('goes by what came in the last month, and by what may be used', async () => {
  expect(await forecast({ age: 400, bytes: 30e9, free: 121e9 })).toEqual({
    bytesPerDay: 1e9,
    fullInDays: 120,
  });
  expect(await forecast({ age: 400, bytes: 30e9, free: 0.5e9 })).toEqual({ bytesPerDay: 1e9, fullInDays: 0 });
});

it('goes by the whole age of a young archive, and says nothing on its first day', async () => {
  expect(await forecast({ age: 3, bytes: 30e9, free: 101e9 })).toEqual({ bytesPerDay: 10e9, fullInDays: 10 });
  expect(await forecast({ age: 0.5, bytes: 30e9, free: 1e9 })).toEqual({
    bytesPerDay: null,
    fullInDays: null,
  });
  expect(await forecast({ age: 0, bytes: 0, free: 1e9 })).toEqual({ bytesPerDay: null, fullInDays: null });
});

it('says nothing of what is ten years away', async () => {
  expect((await forecast({ age: 400, bytes: 30, free: 1e12 })).fullInDays).toBeNull();
});

describe.each(engines)('what came lately on $name', (engine) => {
  it('is known of studies', async () => {
    await using home = await TemporaryArchive.open(engine);
    const { catalog } = home.parts;
    expect(await catalog.arrivedSince('2000')).toEqual({ bytes: 0, firstAt: null });
    using source = new TemporaryDirectory('source');
    for (const image of corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 2, seed: 5 }))
      writeFileSync(source.join(image.sopInstanceUid), image.encode());
    const { signal } = new AbortController();
    await drain(home.archive.importFiles(tester, everything, { paths: [source.path] }, signal));
    const { bytes } = await home.archive.counts();
    const since = await catalog.arrivedSince('2000');
    expect(since).toEqual({ bytes, firstAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(await catalog.arrivedSince('2999')).toEqual({ ...since, bytes: 0 });
  });
});
