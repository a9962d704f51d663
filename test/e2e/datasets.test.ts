/** Names in the BIDS dataset of a rule are looked at and corrected, in a real browser. */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

let app: WebApp;
let targets: TemporaryDirectory;
let attempt = 0;

describe.skipIf(!hasChromium)('a BIDS dataset', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    targets = new TemporaryDirectory('datasets');
    app = await WebApp.open({ args: ['--target-folders', targets.path] });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    targets.remove();
  });

  it.each([
    { colorScheme: 'light', size: 'desk', locale: 'en' },
    { colorScheme: 'dark', size: 'phone', locale: 'en' },
  ] as const)('shows what series are called, and calls them otherwise: %j', async (view) => {
    const folder = targets.join(`set-${++attempt}`);
    const rule = { when: 'manual', if: { Modality: 'MR' }, do: [{ nifti: { folder, bids: true } }] };
    writeFileSync(join(app.server.data, 'automation.yaml'), JSON.stringify({ rules: { bids: rule } }));
    await using open = await app.visit('/automation?tab=rules', view);
    const { page } = open;
    const card = page.getByRole('region', { name: 'bids' });
    await card.getByRole('button', { name: 'Names in the dataset' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The dataset has no series yet.').waitFor();
    await page.keyboard.press('Escape');
    await card.getByRole('button', { name: 'Do it for everything here' }).click();
    const images = () => globSync('sub-*/**/*.nii.gz', { cwd: folder });
    await expect.poll(() => images().length, { timeout: 60_000 }).toBeGreaterThan(0);

    await page.reload();
    await card.getByRole('button', { name: 'Names in the dataset' }).click();
    const field = dialog.getByRole('combobox').first();
    await field.waitFor();
    await expectGood(open, 'datasets');
    await field.fill('func-bold');
    await dialog.getByText(/^No BIDS name/).waitFor();
    await expectGood(open, 'datasets-wrong');
    expect(await dialog.getByRole('button', { name: 'Save 1 name' }).isDisabled()).toBe(true);
    await field.fill('func_task-try');
    await dialog.getByText(/task-try_bold\.nii\.gz$/).waitFor();
    await field.press('Enter');
    await dialog.getByText('Saved. The files are called so now.').waitFor();
    await dialog.getByText('Said by you').first().waitFor();
    await expectGood(open, 'datasets-said');
    expect(images().some((path) => path.includes('task-try'))).toBe(true);
    expect(open.complaints).toEqual([]);
  });
});
