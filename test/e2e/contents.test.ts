/** What is kept of one image when it came twice or was edited, side by side, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { type CorpusInstance, corpusInstance } from '../support/corpus.ts';
import { expectGood } from '../support/good-page.ts';
import { WebApp } from '../support/web-app.ts';
import { sendFiles } from './damaged.ts';

let app: WebApp;
let seed = 8_100;

/** An image of a study of its own, as it came once and as it came again. */
function twice(): readonly [first: CorpusInstance, second: CorpusInstance] {
  const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: ++seed } as const;
  const made = (SeriesDescription: string) =>
    corpusInstance(
      { ...shape, override: () => ({ SeriesDescription }) },
      { study: 0, series: 0, instance: 0 },
    );
  return [made('as it was'), made('as it is now')];
}

describe.skipIf(!hasChromium)('contents of one image', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('stand side by side when it came twice, and somebody chooses', async () => {
    const [first, second] = twice();
    await sendFiles(app.server, [first.encode(), second.encode()]);
    await using open = await app.visit(`/studies/${first.studyInstanceUid}?tab=conflicts`);
    const { page } = open;
    const row = page.getByRole('row').filter({ hasText: 'SeriesDescription' });
    await row.getByText('as it was').waitFor();
    await row.getByText('as it is now').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'StudyInstanceUID' }).count()).toBe(0);
    await page.getByRole('switch').press('Space');
    await page.getByRole('row').filter({ hasText: 'StudyInstanceUID' }).waitFor();
    await expectGood(open, 'a conflict');
    await page.getByRole('button', { name: 'Show this one' }).click();
    await page.getByRole('button', { name: 'Show this one' }).waitFor({ state: 'detached' });
    await page.goto(`${app.site}/studies/${first.studyInstanceUid}?tab=elements`);
    await page.getByText('as it is now').first().waitFor();
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'dark', size: 'desk' },
    { colorScheme: 'light', size: 'phone' },
  ] as const)('stand side by side when it was edited, which is taken back: %j', async (view) => {
    const [first] = twice();
    await sendFiles(app.server, [first.encode()]);
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = first;
    const client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const identity = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
    await client.revise({ ...identity, change: { SeriesDescription: 'as it is now' } });
    await using open = await app.visit(`/studies/${studyInstanceUid}?tab=elements`, view);
    const { page } = open;
    const kept = page.getByRole('region', { name: 'Contents that are kept' }).first();
    const row = kept.getByRole('row').filter({ hasText: 'SeriesDescription' });
    await row.getByText('as it was').waitFor();
    await row.getByText('as it is now').waitFor();
    await expectGood(open, 'an edit');
    await page.getByRole('button', { name: 'Take the newest edit back' }).click();
    await page.getByRole('button', { name: 'Take the newest edit back' }).waitFor({ state: 'detached' });
    const { revisions } = await client.revisionsList(identity);
    expect(revisions.map(({ current }) => current)).toEqual([true, false]);
    expect(open.complaints).toEqual([]);
  });
});
