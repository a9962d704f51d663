import { expect, it } from 'vitest';
import { hasPostgres } from '../support/postgres.ts';
import { canRecord } from '../support/power-cut.ts';
import { runPowerCutCampaign, runSurvivingCatalogCampaign } from '../support/power-cut-campaign.ts';
import { describeWithPeer } from '../support/skip.ts';

const seed = Number(process.env.ISOCENTER_TEST_SEED ?? Date.now() % 10_000);
const CUTS = 32;
const ROUNDS = 2;

describeWithPeer(
  'a power cut while a whole server works',
  canRecord,
  () => {
    it(`breaks no promise in ${CUTS} cuts (seed ${seed})`, { timeout: 240_000 }, async () => {
      const report = await runPowerCutCampaign({ cuts: CUTS, seed, instances: 8 });
      expect(report.promises).toBeGreaterThan(50);
      expect(report.broken).toEqual([]);
    });
  },
  'strace',
);

describeWithPeer(
  'a power cut of the files, not of the PostgreSQL server that has the catalog',
  canRecord && hasPostgres,
  () => {
    it(`breaks no promise (${ROUNDS} servers, seed ${seed})`, { timeout: 240_000 }, async () => {
      const report = await runSurvivingCatalogCampaign({ rounds: ROUNDS, seed, instances: 8 });
      expect(report.promises).toBeGreaterThan(15);
      expect(report.broken).toEqual([]);
    });
  },
  "strace and PostgreSQL's server programs",
);
