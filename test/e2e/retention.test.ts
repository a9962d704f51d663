/** What goes into the trash by itself is seen before, and switched on, in a real browser. */
import { writeFileSync } from 'node:fs';
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
    await page
      .getByRole('dialog')
      .getByText(/^0 studies would go/)
      .waitFor();
    await expectGood(open, 'retention-preview');
    await page.keyboard.press('Escape');
    await card.getByRole('switch').press('Space');
    await card.getByText('On', { exact: true }).waitFor();
    await card.getByText(/: 0 studies/).waitFor({ timeout: 30_000 });
    expect(open.complaints).toEqual([]);
  });
});
