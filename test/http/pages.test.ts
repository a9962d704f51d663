/** The pages in a real browser, light and dark, on a desk and on a phone: for everybody's eyes, keyboards and screen readers. */
import { type Browser, type BrowserContext, errors, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdministrator } from '../../src/contract/index.ts';
import { axeOn } from '../support/axe.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { corpus } from '../support/corpus.ts';
import { Modality } from '../support/eventful-archive.ts';
import { pageTour, sizes, type TourPlaces, type TourStop, tourStops } from '../support/page-tour.ts';
import { PagesDoor, password } from '../support/pages-door.ts';

const day = 86_400_000;
/** Each colour and each size once. */
const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

let chromium: Browser;
let pages: PagesDoor;
let places: TourPlaces;

describe.skipIf(!hasChromium)('the pages', () => {
  beforeAll(async () => {
    chromium = await openChromium();
    pages = await PagesDoor.open();
    pages.now = Date.now();
    const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1 })];
    await new Modality(pages.temporary, 'TESTER', pages.clock).send(instances);
    const scope = {
      kind: 'rules' as const,
      rules: instances.map(({ studyInstanceUid }) => ({ studyInstanceUid })),
    };
    const terms = { scope, title: 'For Dr. Weber', expiresAt: new Date(pages.now + day).toISOString() };
    const { access } = pages;
    const share = await access.shares.create(localAdministrator, {
      ...terms,
      withCode: false,
      viewOnly: false,
      hidesIdentity: false,
    });
    const shareWithCode = await access.shares.create(localAdministrator, {
      ...terms,
      withCode: true,
      viewOnly: false,
      hidesIdentity: false,
    });
    places = {
      site: pages.url.replace('127.0.0.1', 'localhost'),
      setUpKey: access.setUpKey!,
      ...{ share: share.path, shareWithCode: shareWithCode.path },
    };
  });
  afterAll(async () => {
    await chromium.close();
    await pages[Symbol.asyncDispose]();
  });

  async function open({ colorScheme, size }: (typeof views)[number]): Promise<BrowserContext> {
    const context = await chromium.newContext({ colorScheme, viewport: sizes[size] });
    context.setDefaultTimeout(15_000);
    return context;
  }

  it('the first account has a page', async () => {
    await expectGood('first-account');
    await pages.addAdministrator('ada');
    await pages.addAdministrator('bob');
    const { secondFactor } = pages.access;
    const { ticket, secret } = await secondFactor.begin('bob', 'Isocenter', '');
    const { generate } = await import('otplib');
    const epoch = Math.floor(pages.now / 1_000);
    await secondFactor.confirm(ticket, 'bob', await generate({ secret, epoch }));
  });

  it.each(tourStops)(
    '%s has no fault that axe finds, fits the screen, and breaks no policy',
    { timeout: 120_000 },
    expectGood,
  );

  async function expectGood(name: TourStop): Promise<void> {
    for (const view of views) {
      const context = await open(view);
      const page = await context.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      await pageTour[name](page, places);
      const found = await axeOn(page);
      expect({ name, view, found }).toEqual({ name, view, found: [] });
      const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect({ name, view, isTooWide }).toEqual({ name, view, isTooWide: false });
      expect(said.filter((text) => /Content.Security|refused|violat/i.test(text))).toEqual([]);
      await context.close();
    }
  }

  it('faults would be found', async () => {
    const context = await open(views[0]);
    const page = await context.newPage();
    await page.goto(`${places.site}/login`);
    await page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><input><a href="/">Faint</a>');
       document.querySelector('main > a').style.color = '#ddd';`,
    );
    const found = (await axeOn(page)).map((fault) => fault.split(':')[0]);
    expect(found).toEqual(expect.arrayContaining(['button-name', 'label', 'color-contrast']));
    await context.close();
  });

  it('logging in and out needs a keyboard and nothing else', async () => {
    const context = await open({ colorScheme: 'dark', size: 'desk' });
    const page = await context.newPage();
    await page.goto(`${places.site}/login`);
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${places.site}/`);
    await tabTo(page, 'Log out');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
    await context.close();
  });
});

/** Until the element of this name has the focus, which can be seen. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.textContent())?.trim() !== name) continue;
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    return;
  }
  throw new errors.TimeoutError(`the keyboard does not reach ${name}`);
}
