import { beforeAll, describe, expect, it } from 'vitest';
import { everythingKnown, makeEventfulArchive, openData } from '../support/eventful-archive.ts';
import { findings } from '../support/kept.ts';
import { deleteCatalog, differences, killRebuild, knownIn, rebuildAll } from '../support/rebuild-campaign.ts';
import { TemporaryDirectory } from '../support/temp.ts';

describe('rebuild', () => {
  const directory = new TemporaryDirectory('rebuild');
  const data = directory.join('data');
  let before: string[];
  beforeAll(async () => {
    await makeEventfulArchive(data);
    before = await knownIn(data);
  });

  it('brings back everything that the catalog knew, without the catalog', async () => {
    deleteCatalog(data);
    const open = await openData(data);
    expect(open.archive.needsRebuild()).toBe(true);
    const summary = await rebuildAll(open);
    expect(summary.failed).toBe(0);
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    expect(await findings(open)).toEqual([]);
    expect(open.archive.needsRebuild()).toBe(false);
    await open.close();
  });

  it('changes nothing in a catalog that is complete', async () => {
    const open = await openData(data);
    await rebuildAll(open);
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    await open.close();
  });

  it('can be run again after kill -9 in the middle', async () => {
    for (const delay of [0, 20, 60, 150]) await killRebuild(data, delay);
    const open = await openData(data);
    await rebuildAll(open);
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    await open.close();
    directory.remove();
  });
});
