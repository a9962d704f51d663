import { expect, it } from 'vitest';
import { runKillCampaign } from '../support/kill-campaign.ts';

const seed = Number(process.env.ISOCENTER_TEST_SEED ?? Date.now() % 10_000);
const ROUNDS = 8;

it(`kill -9 in ${ROUNDS} moments of a mixed ingest loses nothing (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  const report = await runKillCampaign({ rounds: ROUNDS, seed });
  expect(report.acknowledged).toBeGreaterThan(ROUNDS);
  expect(report.lost).toEqual([]);
  expect(report.findings).toEqual([]);
});
