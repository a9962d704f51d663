/** The first run of an empty archive, from the set-up link to the first image, in a real browser. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { ct, nativeFile } from '../support/generated-images.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';
import { password, WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

describe.skipIf(!hasChromium)('the first run', againInBrowser, () => {
  it('begins with the set-up link, can be left and gone on with, and ends with the first image', async () => {
    await using app = await WebApp.open({ isEmpty: true, hasNoAccount: true });
    const [, path = ''] = /(\/setup\?key=[\w-]+)/.exec(app.server.process.stdout) ?? [];
    await using open = await app.visitAsStranger(path);
    const { page, complaints } = open;
    await page.getByLabel('Account').fill('ada');
    await page.getByLabel(/New password/).fill(password);
    await page.getByLabel('Once more').fill(password);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('heading', { name: 'Welcome, ada' }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText(app.server.data, { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Later' }).click();
    await page.getByRole('link', { name: 'Set up this archive' }).click();
    await page.getByRole('button', { name: 'The first image' }).click();
    await page.getByText('Waiting for the first image').waitFor();
    await page.reload();
    await page.getByText('Waiting for the first image').waitFor();
    await page.getByText('ISOCENTER', { exact: true }).waitFor();

    expect(await storeRaw(app.server.peer, [readRaw(nativeFile(ct, 1))])).toEqual([0]);
    await page.getByRole('heading', { name: 'The first image is here' }).waitFor();
    await page.getByRole('img', { name: /picture of the study/i }).waitFor();
    await page.getByRole('link', { name: 'Look at it' }).click();
    await page.waitForURL('**/viewer/**');
    await page.goto(`${app.site}/welcome`);
    await page.getByRole('heading', { name: 'Arrived last' }).waitFor();
    // Software rendering has no WebGL here, and the viewer says so.
    expect(complaints.filter((text) => !/webgl/i.test(text))).toEqual([]);
  });

  it('takes the made-up history, is for who administers, and has no fault that axe finds', {
    timeout: 240_000,
  }, async () => {
    await using app = await WebApp.open({ isEmpty: true });
    await app.addUser('vera', ['--role', 'viewer']);
    for (const view of views) {
      await using open = await app.visit('/welcome', view);
      for (const step of ['you', 'place', 'image']) {
        await open.page.goto(`${app.site}/welcome?step=${step}`);
        await open.page.getByRole('heading', { level: 2 }).first().waitFor();
        await open.page.waitForLoadState('domcontentloaded');
        expect({ step, view, found: await axeOn(open.page) }).toEqual({ step, view, found: [] });
        expect(await isTooWide(open.page)).toBe(false);
      }
      expect(open.complaints).toEqual([]);
    }
    await using vera = await app.visit('/welcome', {}, 'vera');
    await vera.page.waitForURL(`${app.site}/`);

    await using open = await app.visit('/welcome?step=image');
    await open.page.getByRole('button', { name: 'Add the made-up history' }).click();
    await open.page.getByRole('heading', { name: 'The first image is here' }).waitFor();
    expect(open.complaints).toEqual([]);
  });
});

const isTooWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > innerWidth');
