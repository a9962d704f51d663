import { expect, it } from 'vitest';
import { hasDcmtk } from '../support/dcmtk.ts';
import { sqlite } from '../support/engines.ts';
import { runRouterCampaign } from '../support/router-campaign.ts';
import { describeWithPeer } from '../support/skip.ts';

const seed = Number(process.env.ISOCENTER_TEST_SEED ?? Date.now() % 10_000);
const ROUNDS = 4;

describeWithPeer(
  'a router to three targets',
  hasDcmtk,
  () => {
    it(`gives them all that it took, kill -9 in ${ROUNDS} moments and one of them down (seed ${seed})`, {
      timeout: 300_000,
    }, async () => {
      const { acknowledged, missing } = await runRouterCampaign({ engine: sqlite, rounds: ROUNDS, seed });
      expect(acknowledged).toBeGreaterThan(ROUNDS);
      expect(missing).toEqual({ FIRST: [], SECOND: [], DOWN: [] });
    });
  },
  'DCMTK',
);
