import { describe, expect, it } from 'vitest';
import { pduCampaign } from '../support/pdu-campaign.ts';

describe('mutated PDUs', () => {
  it('are decoded so that they round-trip, or refused', () => {
    const seed = Date.now() % 2 ** 31;
    console.info(`PDU campaign, seed ${seed}`);
    const result = pduCampaign({ seed, inputs: 20_000 });
    expect(result.slowestMs).toBeLessThan(10_000);
    expect(result.decoded).toBeGreaterThan(1000);
    expect(result.refused).toBeGreaterThan(1000);
  });
});
