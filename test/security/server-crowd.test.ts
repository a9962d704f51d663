/** Bar 13 at the size of `npm test`; `npm run soak` has the full one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdCampaign, halfOpenCampaign, truncatedStores } from '../support/crowd-campaign.ts';
import { engines } from '../support/engines.ts';
import { WatchedServer } from '../support/watched-server.ts';

const MEBIBYTE = 1024 * 1024;
const LIMIT = 200;
const seed = Date.now() % 1_000_000;

describe.each(engines)(`a crowd at the DICOM port, seed ${seed}, on $name`, (engine) => {
  let watched: WatchedServer;

  beforeAll(async () => {
    watched = await WatchedServer.start(engine, {
      args: ['--max-associations', String(LIMIT), '--artim-seconds', '30'],
    });
  });
  afterAll(() => watched?.[Symbol.asyncDispose]());

  it(`${LIMIT} associations at once store everything`, { timeout: 120_000 }, async () => {
    const report = await crowdCampaign(watched.server, { associations: LIMIT, instances: 5, seed });
    expect(report).toMatchObject({ rejected: 0, acknowledged: LIMIT * 5, lost: 0, problems: [] });
    await watched.assertServes();
  });

  it('over the limit: rejected as transient, the others are served', { timeout: 120_000 }, async () => {
    const options = { associations: LIMIT + 50, instances: 2, seed: seed + 1 };
    const report = await crowdCampaign(watched.server, options);
    expect(report).toMatchObject({ rejected: 50, acknowledged: LIMIT * 2, lost: 0, problems: [] });
    await watched.assertServes();
  });

  it('2,000 half-open connections keep nobody out', { timeout: 120_000 }, async () => {
    const report = await halfOpenCampaign(watched.server, { connections: 2_000, echoes: 5, seed });
    expect(report.slowestEchoMs).toBeLessThan(10_000);
    await watched.assertServes();
  });

  it('a C-STORE of 20 KB cut anywhere is not stored', { timeout: 120_000 }, async () => {
    const report = await truncatedStores(watched.server, { step: 29, parallel: 20, seed: seed + 2 });
    expect(report.messageLength).toBeGreaterThan(20_000);
    expect(report.cuts).toBeGreaterThan(600);
    expect(report.halfStored).toBe(0);
    await watched.assertServes();
  });

  it('leaves nothing behind', async () => {
    await watched.assertNoDescriptorLeft();
    await watched.assertNothingIncoming();
    expect(watched.residentBytes()).toBeLessThan(600 * MEBIBYTE);
  });
});
