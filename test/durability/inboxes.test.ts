import { describe, expect, it } from 'vitest';
import { sqlite } from '../support/engines.ts';
import { runInboxCampaign } from '../support/inbox-campaign.ts';

const seed = Number(process.env.ISOCENTER_TEST_SEED ?? Date.now() % 10_000);
const ROUNDS = 3;

describe('inboxes', () => {
  it(`take in all that was put there and put it where they say, kill -9 in ${ROUNDS} moments (seed ${seed})`, {
    timeout: 300_000,
  }, async () => {
    const { dropped, ...wrong } = await runInboxCampaign({ engine: sqlite, rounds: ROUNDS, seed });
    expect(dropped).toBe(ROUNDS * 30);
    expect(wrong).toEqual({ rounds: ROUNDS, lost: [], misplaced: [], findings: [] });
  });
});
