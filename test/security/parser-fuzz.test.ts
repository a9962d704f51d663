import { describe, expect, it } from 'vitest';
import { runParserCampaign, smallSamples } from '../support/parser-campaign.ts';

const seed = Number(process.env.ISOCENTER_FUZZ_SEED ?? Date.now() % 1_000_000);
const iterations = Number(process.env.ISOCENTER_FUZZ_ITERATIONS ?? 5_000);
describe('the parser on mutated files', () => {
  it(`survives ${iterations} of seed ${seed}`, { timeout: 120_000 }, () => {
    const report = runParserCampaign({ seed, iterations, samples: smallSamples() });
    console.info(
      `parser campaign, seed ${seed}: ${JSON.stringify({ ...report, failures: report.failures.length })}`,
    );
    expect(report.failures).toEqual([]);
  });
});
