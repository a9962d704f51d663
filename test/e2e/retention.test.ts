/** What goes into the trash by itself is seen before, and switched on, in a real browser. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { expectGood } from '../support/good-page.ts';
import { WebApp } from '../support/web-app.ts';

let app: WebApp;

describe.skipIf(!hasChromium)('retention', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each([
    { colorScheme: 'light', size: 'desk' },
    { colorScheme: 'dark', size: 'phone' },
  ] as const)('shows what would go, and does it when it is on: %j', async (view) => {
    const text = 'retention: { old: { olderThanDays: 0, if: { PatientID: none } } }';
    writeFileSync(join(app.server.data, 'automation.yaml'), text);
    await using open = await app.visit('/automation?tab=retention', view);
    const { page } = open;
    const card = page.getByRole('region', { name: 'old' });
    await card.getByText('Off', { exact: true }).waitFor();
    await expectGood(open, 'retention');
    await card.getByRole('button', { name: 'What would go' }).click();
    await page.getByRole('dialog').getByText('Nothing would go.').waitFor();
    await expectGood(open, 'retention-preview');
    await page.keyboard.press('Escape');
    await card.getByRole('switch').press('Space');
    await card.getByText('On', { exact: true }).waitFor();
    await card.getByText(/: 0 studies/).waitFor({ timeout: 30_000 });
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'light', size: 'phone' },
    { colorScheme: 'dark', size: 'desk' },
  ] as const)('is made in a dialog, and is off at first: %j', async (view) => {
    writeFileSync(join(app.server.data, 'automation.yaml'), '# ours\n');
    await using open = await app.visit('/automation?tab=retention', view);
    const { page } = open;
    await page.getByRole('button', { name: 'New retention' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill('old-mr');
    await dialog.getByLabel('Nothing came for, days').fill('30');
    await dialog.getByText('MR', { exact: true }).click();
    await dialog.getByLabel('Until at').fill('90');
    await dialog.getByText('It has to be less than when it begins.').waitFor();
    await dialog.getByLabel('Until at').fill('60');
    await expectGood(open, 'new-retention');
    await dialog.getByRole('button', { name: 'Make the retention' }).click();
    const card = page.getByRole('region', { name: 'old-mr' });
    await card.getByText('Off', { exact: true }).waitFor();
    await card.getByText('30 days').waitFor();
    await card.getByText('when fuller than 85 %, down to 60 %').waitFor();
    const text = readFileSync(join(app.server.data, 'automation.yaml'), 'utf8');
    expect(text).toContain('# ours');
    expect(text).toContain('on: false');
    expect(open.complaints).toEqual([]);
  });
});
