import { expect, it } from 'vitest';
import { canRecord } from '../support/power-cut.ts';
import { runPowerCutCampaign } from '../support/power-cut-campaign.ts';
import { describeWithPeer } from '../support/skip.ts';

const seed = Number(process.env.ISOCENTER_TEST_SEED ?? Date.now() % 10_000);
const CUTS = 32;

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
