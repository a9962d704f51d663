import { expect, it } from 'vitest';
import { engines } from '../support/engines.ts';
import { runKillCampaign } from '../support/kill-campaign.ts';

const seed = Number(process.env.ISOCENTER_TEST_SEED ?? Date.now() % 10_000);
const ROUNDS = 8;

it.each(engines)(
  `kill -9 in ${ROUNDS} moments of a mixed ingest on $name loses nothing (seed ${seed})`,
  {
    timeout: 180_000,
  },
  async (engine) => {
    const report = await runKillCampaign({ engine, rounds: ROUNDS, seed });
    expect(report.acknowledged).toBeGreaterThan(ROUNDS);
    expect(report.lost).toEqual([]);
    expect(report.findings).toEqual([]);
  },
);
