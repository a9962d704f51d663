import { describe, expect, it } from 'vitest';
import { corpusInstance } from '../support/corpus.ts';
import { runParserCampaign } from '../support/parser-campaign.ts';
import { loadCompat, readSample, sampleData } from '../support/sample-data.ts';

const seed = Number(process.env.ISOCENTER_FUZZ_SEED ?? Date.now() % 1_000_000);
const iterations = Number(process.env.ISOCENTER_FUZZ_ITERATIONS ?? 5_000);
/** Small files are mutated more often per second. */
const maxSampleBytes = 12_000;

function samples(): Uint8Array[] {
  const made = corpusInstance(
    { kind: 'tiny', studies: 1, instancesPerSeries: 1 },
    { study: 0, series: 0, instance: 0 },
  );
  if (!sampleData) return [made.encode()];
  const small = loadCompat().filter(
    ({ pydicom, path }) => pydicom === 'ok' && readSample(path).length < maxSampleBytes,
  );
  return [made.encode(), ...small.map(({ path }) => readSample(path))];
}

describe('the parser on mutated files', () => {
  it(`survives ${iterations} of seed ${seed}`, { timeout: 60_000 }, () => {
    const report = runParserCampaign({ seed, iterations, samples: samples() });
    console.info(
      `parser campaign, seed ${seed}: ${JSON.stringify({ ...report, failures: report.failures.length })}`,
    );
    expect(report.failures).toEqual([]);
  });
});
