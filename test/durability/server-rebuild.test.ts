import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArchiveHome, createArchiveHome } from '../support/archive-home.ts';
import { engines } from '../support/engines.ts';
import { everythingKnown, makeEventfulArchive } from '../support/eventful-archive.ts';
import { findings } from '../support/kept.ts';
import { differences, killRebuild, knownIn, rebuildAll } from '../support/rebuild-campaign.ts';

describe.each(engines)('rebuild on $name', (engine) => {
  let home: ArchiveHome;
  let before: string[];
  beforeAll(async () => {
    home = await createArchiveHome(engine);
    await makeEventfulArchive(home);
    before = await knownIn(home);
  });
  afterAll(() => home.remove());

  it('brings back everything that the catalog knew, without the catalog', async () => {
    await home.catalog.erase();
    const open = await home.open();
    expect(open.archive.needsRebuild()).toBe(true);
    const summary = await rebuildAll(open);
    expect(summary).toMatchObject({ failed: 0, lost: 3 });
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    // What was lost before is, and nothing else.
    const found = await findings(open);
    expect(found.map(({ problem }) => problem).sort()).toEqual(['missing', 'rotten', 'rotten']);
    expect(found.filter(({ since }) => since === undefined)).toEqual([]);
    expect(open.archive.needsRebuild()).toBe(false);
    await open.close();
  });

  it('changes nothing in a catalog that is complete', async () => {
    const open = await home.open();
    await rebuildAll(open);
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    await open.close();
  });

  it('can be run again after kill -9 in the middle', async () => {
    for (const delay of [0, 20, 60, 150]) await killRebuild(home, delay);
    const open = await home.open();
    await rebuildAll(open);
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    await open.close();
  });
});
