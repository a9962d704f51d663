/** The pages in a real browser, light and dark, on a desk and on a phone: for everybody's eyes, keyboards and screen readers. */
import axe from 'axe-core';
import { type Browser, type BrowserContext, errors, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdministrator } from '../../src/contract/index.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { corpus } from '../support/corpus.ts';
import { Modality } from '../support/eventful-archive.ts';
import { PagesDoor, password } from '../support/pages-door.ts';

const day = 86_400_000;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sizes = { desk: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** Each colour and each size once. */
const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

let chromium: Browser;
let pages: PagesDoor;
let site: string;
let setUpKey: string;
let share: { readonly path: string };
let shareWithCode: { readonly path: string };

async function logIn(page: Page, name = 'ada'): Promise<void> {
  await page.goto(`${site}/login`);
  await page.getByLabel('Account').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/account|code/);
}

/** How to come to each page. */
const ways: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'the front page': (page) => page.goto(site),
  'the first account': (page) => page.goto(`${site}/setup?key=${setUpKey}`),
  'logging in': (page) => page.goto(`${site}/login`),
  'logging in that failed': async (page) => {
    await page.goto(`${site}/login`);
    await page.getByLabel('Account').fill(`nobody${Math.random()}`);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByRole('alert').first().waitFor();
  },
  'the second step': (page) => logIn(page, 'bob'),
  'the account': async (page) => {
    await logIn(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
  },
  'setting up an app': async (page) => {
    await logIn(page);
    await page.getByRole('link', { name: 'Set up' }).click();
    await page.waitForURL('**/two-step');
  },
  'a link with a code': (page) => page.goto(site + shareWithCode.path),
  'what is shared': async (page) => {
    await page.goto(site + share.path);
    await page.waitForURL('**/shared');
  },
  'a link that is over': (page) => page.goto(`${site}/shared`),
};

describe.skipIf(!hasChromium)('the pages', () => {
  beforeAll(async () => {
    chromium = await openChromium();
    pages = await PagesDoor.open();
    pages.now = Date.now();
    setUpKey = pages.access.setUpKey!;
    site = pages.url.replace('127.0.0.1', 'localhost');
    const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1 })];
    await new Modality(pages.temporary, 'TESTER', pages.clock).send(instances);
    const scope = {
      kind: 'rules' as const,
      rules: instances.map(({ studyInstanceUid }) => ({ studyInstanceUid })),
    };
    const terms = { scope, title: 'For Dr. Weber', expiresAt: new Date(pages.now + day).toISOString() };
    share = await pages.access.shares.create(localAdministrator, { ...terms, withCode: false });
    shareWithCode = await pages.access.shares.create(localAdministrator, { ...terms, withCode: true });
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
    await expectGood('the first account');
    await pages.addAdministrator('ada');
    await pages.addAdministrator('bob');
    const { secondFactor } = pages.access;
    const { ticket, secret } = await secondFactor.begin('bob', 'Isocenter', '');
    const { generate } = await import('otplib');
    const epoch = Math.floor(pages.now / 1_000);
    await secondFactor.confirm(ticket, 'bob', await generate({ secret, epoch }));
  });

  it.each(Object.keys(ways).filter((name) => name !== 'the first account'))(
    '%s has no fault that axe finds, fits the screen, and breaks no policy',
    { timeout: 120_000 },
    expectGood,
  );

  async function expectGood(name: string): Promise<void> {
    for (const view of views) {
      const context = await open(view);
      const page = await context.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      await ways[name]!(page);
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
    await page.goto(`${site}/login`);
    await page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><input><a href="/">Faint</a>');
       document.querySelector('main > a').style.color = '#ddd';`,
    );
    const found = (await axeOn(page)).map((fault) => fault.split(':')[0]);
    expect(found).toEqual(expect.arrayContaining(['button-name', 'label', 'color-contrast']));
    await context.close();
  });

  it('logging in, changing the password and logging out need a keyboard and nothing else', async () => {
    const context = await open({ colorScheme: 'dark', size: 'desk' });
    const page = await context.newPage();
    await page.goto(`${site}/login`);
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
    await tabTo(page, 'Change the password');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    for (const text of [password, 'another horse battery', 'another horse battery']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByText('The password is changed').waitFor();
    await tabTo(page, 'Log out');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
    await context.close();
  });
});

/** What the rules find, in short. */
async function axeOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(rules)} })`,
  )) as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

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
