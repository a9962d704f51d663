/** What stands around every page of the web app, and its first page, in a real browser. */
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;
const dist = fileURLToPath(new URL('../../web/dist', import.meta.url));
/** Of all scripts and styles that the first page loads, compressed by gzip: the bar is 300 KB. */
const mostShellBytes = 284_000;
/** Of their files: a browser loads six at once over HTTP/1.1. */
const mostShellFiles = 8;

let app: WebApp;

const gzipBytes = (path: string): number =>
  statSync(existsSync(`${dist}${path}.gz`) ? `${dist}${path}.gz` : `${dist}${path}`).size;

describe.skipIf(!hasChromium)('the web app', againInBrowser, () => {
  beforeAll(async () => {
    app = await WebApp.open();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each(['/studies', '/studies/1.2.3'])(
    '%s is for who is logged in, who then comes there',
    async (path) => {
      await using open = await app.visitAsStranger(path);
      expect(new URL(open.page.url()).pathname).toBe('/login');
      await using inside = await app.visit(path);
      await inside.page.getByRole('navigation').waitFor();
    },
  );

  it.each(['/', '/studies'])(
    '%s has no fault that axe finds, fits the screen, and breaks no policy',
    { timeout: 240_000 },
    async (path) => {
      for (const view of views) {
        await using open = await app.visit(path, view);
        await open.page.getByRole('heading', { level: 1 }).waitFor();
        await open.page.waitForLoadState('networkidle');
        expect({ path, view, found: await axeOn(open.page) }).toEqual({ path, view, found: [] });
        const isTooWide = await open.page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect({ path, view, isTooWide }).toEqual({ path, view, isTooWide: false });
        expect(open.complaints).toEqual([]);
      }
    },
  );

  it('is small, and few files, before a viewer is opened', async () => {
    await using open = await app.visit('/');
    await open.page.getByRole('heading', { name: 'Arrived last' }).waitFor();
    await open.page.waitForLoadState('networkidle');
    const loaded = await open.page.evaluate<string[]>(
      `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`,
    );
    const files = loaded.filter((path) => /\.(js|css)$/.test(path));
    expect(files.length).toBeGreaterThan(1);
    expect(files.length).toBeLessThanOrEqual(mostShellFiles);
    const bytes = files.reduce((sum, path) => sum + gzipBytes(path), 0);
    expect(bytes).toBeLessThan(mostShellBytes);
  });

  it('speaks German to who reads German, and English again when told to', async () => {
    await using open = await app.visit('/', { locale: 'de-DE' });
    await open.page.getByRole('heading', { name: 'Zuletzt eingetroffen' }).waitFor();
    expect(await open.page.locator('html').getAttribute('lang')).toBe('de');
    await open.page.getByRole('button', { name: 'Konto' }).click();
    await open.page.getByRole('menuitem', { name: 'English' }).click();
    await open.page.getByRole('heading', { name: 'Arrived last' }).waitFor();
    await open.page.reload();
    await open.page.getByRole('heading', { name: 'Arrived last' }).waitFor();
  });

  it('says that the session has ended, and leaves what was read on the screen', async () => {
    await using open = await app.visit('/');
    await open.page.getByRole('heading', { name: 'Arrived last' }).waitFor();
    await open.context.clearCookies();
    await open.page.getByRole('link', { name: 'Studies', exact: true }).first().click();
    await open.page.getByText('You are logged out').waitFor();
    expect(await open.page.getByRole('link', { name: 'Log in again' }).getAttribute('href')).toContain(
      '/login?next=',
    );
  });

  it('leads from a study on the first page to its own, and opens dialogs there that break no policy', async () => {
    await using open = await app.visit('/');
    const { page, complaints } = open;
    await page
      .getByRole('link', { name: /CT Thorax mit KM/ })
      .first()
      .click();
    await page.waitForURL('**/studies/*');
    await page.getByRole('button', { name: 'Label' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('goes to the search box by its key, and to where it searches by Enter', async () => {
    await using open = await app.visit('/');
    await open.page.getByRole('heading', { level: 1 }).waitFor();
    await open.page.keyboard.press('/');
    await open.page.keyboard.type('knee');
    await open.page.keyboard.press('Enter');
    await open.page.waitForURL('**/studies?q=knee');
  });
});

describe.skipIf(!hasChromium)('the web app of an empty archive', againInBrowser, () => {
  it('says what to do', async () => {
    await using empty = await WebApp.open({ isEmpty: true });
    await using open = await empty.visit('/');
    await open.page.getByRole('heading', { name: 'No images yet' }).waitFor();
    expect(await axeOn(open.page)).toEqual([]);
  });
});
