/** How a browser comes to each page of the server, for those who look at all of them. */
import type { Page } from 'playwright-core';
import { password } from './pages-door.ts';

export interface TourPlaces {
  /** `http://localhost:PORT` */
  readonly site: string;
  /** Of the first account; the page is there while there is none. */
  readonly setUpKey: string;
  /** Paths of links, with their secrets. */
  readonly share: string;
  readonly shareWithCode: string;
}

/** At the desk of a reader, and on a phone. */
export const sizes = { desk: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } } as const;

type Way = (page: Page, places: TourPlaces) => Promise<unknown>;

/** The account `ada` logs in with a password, `bob` with a code beside it. */
export const pageTour = {
  'first-account': (page, { site, setUpKey }) => page.goto(`${site}/setup?key=${setUpKey}`),
  front: (page, { site }) => page.goto(site),
  'log-in': (page, { site }) => page.goto(`${site}/login?next=/account`),
  'log-in-failed': async (page, { site }) => {
    await page.goto(`${site}/login?next=/account`);
    await page.getByLabel('Account').fill(`nobody${Math.random()}`);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByText('The name or the password is wrong.').waitFor();
  },
  'second-step': (page, { site }) => logIn(page, site, 'bob'),
  account: async (page, { site }) => {
    await logIn(page, site);
    for (const summary of await page.locator('summary').all()) await summary.click();
  },
  'two-step-set-up': async (page, { site }) => {
    await logIn(page, site);
    await page.getByRole('link', { name: 'Set up' }).click();
    await page.waitForURL('**/two-step');
  },
  emergency: async (page, { site }) => {
    await logIn(page, site);
    await page.getByRole('link', { name: 'Open in an emergency' }).click();
    await page.waitForURL('**/emergency');
  },
  'link-with-code': (page, { site, shareWithCode }) => page.goto(site + shareWithCode),
  shared: async (page, { site, share }) => {
    await page.goto(site + share);
    await page.waitForURL('**/shared');
    await page.waitForLoadState('networkidle');
  },
  nowhere: async (page, { site }) => {
    await page.goto(`${site}/acount`);
    await page.getByRole('link', { name: 'The front page' }).waitFor();
  },
  'link-over': (page, { site }) => page.goto(`${site}/shared`),
} as const satisfies Readonly<Record<string, Way>>;

export type TourStop = keyof typeof pageTour;
/** Without the first, which is there only at first. */
export const tourStops = Object.keys(pageTour).slice(1) as TourStop[];

/** Pages of the web app, which other doors of the server do not have. `otto` administers. */
export const appTour = {
  home: (page, { site }) => inApp(page, site, '/'),
  add: (page, { site }) => inApp(page, site, '/add'),
  people: (page, { site }) => inApp(page, site, '/people'),
  person: async (page, { site }) => {
    await inApp(page, site, '/people');
    const together = page.getByRole('button', { name: 'Yes, one person' });
    if ((await together.count()) > 0) await together.click();
    await together.waitFor({ state: 'detached' });
    await page.goto(`${site}/people`);
    await page.getByRole('link', { name: /Demo, Ada/i }).click();
    await page.getByRole('region', { name: 'Where in the body' }).waitFor();
    await page.waitForLoadState('networkidle');
  },
  studies: (page, { site }) => inApp(page, site, '/studies?q=ct'),
  study: async (page, { site }) => {
    await inApp(page, site, '/studies');
    await page.getByRole('grid').press('Enter');
    await page.getByRole('tab').first().waitFor();
    await page.waitForLoadState('networkidle');
  },
  'admin-status': (page, { site }) => inApp(page, site, '/admin/status', 'otto'),
  'admin-nodes': (page, { site }) => inApp(page, site, '/admin/nodes', 'otto'),
  'admin-accounts': (page, { site }) => inApp(page, site, '/admin/accounts', 'otto'),
  'admin-audit': (page, { site }) => inApp(page, site, '/admin/audit', 'otto'),
  'admin-settings': (page, { site }) => inApp(page, site, '/admin/settings?key=dicomPort', 'otto'),
  'share-dialog': async (page, { site }) => {
    await inApp(page, site, '/studies', 'otto');
    await page.getByRole('grid').press('Enter');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('dialog').waitFor();
    await page.waitForLoadState('networkidle');
  },
  'download-dialog': async (page, { site }) => {
    await inApp(page, site, '/studies', 'otto');
    await page.getByRole('grid').press('Enter');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('group', { name: 'The first files' }).waitFor();
    await page.waitForLoadState('networkidle');
  },
  shares: (page, { site }) => inApp(page, site, '/shares', 'otto'),
  jobs: (page, { site }) => inApp(page, site, '/jobs', 'otto'),
  trash: (page, { site }) => inApp(page, site, '/trash', 'otto'),
  viewer: async (page, { site }) => {
    await inApp(page, site, '/studies');
    await page.getByRole('grid').press('v');
    await page.waitForURL('**/viewer/**');
    await page.waitForLoadState('networkidle');
  },
} as const satisfies Readonly<Record<string, Way>>;

async function inApp(page: Page, site: string, path: string, name?: string): Promise<void> {
  await logIn(page, site, name);
  await page.goto(`${site}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

export async function logIn(page: Page, site: string, name = 'ada'): Promise<void> {
  await page.goto(`${site}/login?next=/account`);
  await page.getByLabel('Account').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname !== '/login');
}
