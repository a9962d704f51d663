/** Extensions are seen in a real browser: what they offer, what is wrong with them, what they printed. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { corpus } from '../support/corpus.ts';
import { expectGood } from '../support/good-page.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';
import { WebApp } from '../support/web-app.ts';

const examples = resolve(import.meta.dirname, '../../examples/extensions');
const talkative = (about: string) => `
import { action, defineExtension } from 'isocenter/extension';
console.log('the list has 12 subjects');
export default defineExtension({
  about: '${about}',
  actions: { greet: action({ about: 'Labels the study', run: () => ({ label: 'greeted' }) }) },
});
`;

/** Of the archive below. */
const [image] = corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 1, instancesPerSeries: 1, seed: 960 });
const { studyInstanceUid, seriesInstanceUid } = image!;

let app: WebApp;

describe.skipIf(!hasChromium)('extensions', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  it.each([
    { colorScheme: 'light', size: 'phone' },
    { colorScheme: 'dark', size: 'desk' },
  ] as const)('come and change while one looks: %j', async (view) => {
    const folder = join(app.server.data, 'extensions');
    mkdirSync(folder, { recursive: true });
    const name = `greeting-${view.size}`;
    const write = (text: string) => writeFileSync(join(folder, `${name}.ts`), text);
    await using open = await app.visit('/automation?tab=extensions', view);
    const { page } = open;
    write(talkative('Says hello'));
    cpSync(join(examples, 'protocol-check'), join(folder, 'protocol-check'), { recursive: true });
    const card = page.getByRole('region', { name });
    await card.getByText('Says hello').waitFor();
    await card.getByText('In use').waitFor();
    await card.getByText(`${name}.greet`).waitFor();
    await page.getByText('protocol-check.deviates').waitFor();
    await card.getByRole('button', { name: 'What it printed' }).press('Enter');
    await card.getByRole('log').getByText('the list has 12 subjects').waitFor();
    await expectGood(open, 'extensions');
    write('export default 12;\n');
    await card.getByText(/cannot be used: it has no `export default/).waitFor();
    // The one before goes on.
    await card.getByText('Says hello').waitFor();
    await expectGood(open, 'extensions');
    write(talkative('Says good bye'));
    await card.getByText('Says good bye').waitFor();
    await expect.poll(() => card.getByText(/cannot be used/).count()).toBe(0);
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'light', size: 'desk' },
    { colorScheme: 'dark', size: 'phone' },
  ] as const)('put links onto the pages of studies and series: %j', async (view) => {
    await storeRaw(app.server.peer, [readRaw(image!.encode())]);
    const folder = join(app.server.data, 'extensions');
    mkdirSync(folder, { recursive: true });
    cpSync(join(examples, 'page-links.ts'), join(folder, 'page-links.ts'));
    await using open = await app.visit('/automation?tab=extensions', view);
    const { page } = open;
    await page
      .getByRole('region', { name: 'page-links' })
      .getByText(/Notes of the lab: https/)
      .waitFor();
    await page.goto(`${app.site}/studies/${studyInstanceUid}`);
    const ofStudy = page.getByRole('link', { name: 'Notes of the lab' });
    await ofStudy.waitFor();
    const ofSeries = page.getByRole('link', { name: 'Notes', exact: true });
    await ofSeries.waitFor();
    const attributes = (link: typeof ofStudy) =>
      Promise.all(['href', 'rel', 'target', 'title'].map((name) => link.getAttribute(name)));
    const outside = ['noopener noreferrer', '_blank', 'Leads elsewhere. From the extension page-links'];
    expect(await attributes(ofStudy)).toEqual([
      `https://notes.example.org/studies/${studyInstanceUid}`,
      ...outside,
    ]);
    expect(await attributes(ofSeries)).toEqual([
      `https://notes.example.org/series?uid=${seriesInstanceUid}`,
      ...outside,
    ]);
    await expectGood(open, 'links');
    expect(open.complaints).toEqual([]);
  });
});
