/** Bar 11 at the size of `npm test`; `npm run soak` has the full one. */
import { expect, it } from 'vitest';
import { httpCrowd } from '../support/http-campaign.ts';
import { clientKinds } from '../support/http-clients.ts';
import { startIsocenter } from '../support/server.ts';

/** `npm run soak` takes others. */
const SEED = 11;
/** Twice as many of each kind as it has shares of a hundred. */
const CONVERSATIONS = 200;

it('40 clients of every kind at once: none fails, nothing is lost', { timeout: 120_000 }, async () => {
  await using server = await startIsocenter({ args: ['--log-level', 'error'] });
  const report = await httpCrowd(server, {
    clients: 40,
    until: { conversations: CONVERSATIONS },
    seed: SEED,
  });
  expect(report).toMatchObject({ errors: [], errorCount: 0, lost: 0 });
  expect(Object.keys(report.latency).sort()).toEqual(Object.keys(clientKinds).sort());
  expect(report.descriptors.after).toBeLessThanOrEqual(report.descriptors.before + 45);
  expect(server.stderr).toBe('');
});
