/** How a browser comes to each page of the server, for those who look at all of them. */
import type { Locator, Page } from 'playwright-core';
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

/** Of the web app: paths of viewers. */
export interface AppPlaces extends TourPlaces {
  /** Slices that are a volume, and the page of their study. */
  readonly volume: string;
  readonly study: string;
  /** Of an image that offers several ways to see its greys. */
  readonly tables: string;
  readonly document: string;
  readonly report: string;
  readonly ecg: string;
}

type AppWay = (page: Page, places: AppPlaces) => Promise<unknown>;

/** The account `ada` logs in with a password, `bob` with a code beside it. */
export const pageTour = {
  'first-account': (page, { site, setUpKey }) => page.goto(`${site}/setup?key=${setUpKey}`),
  front: (page, { site }) => page.goto(site),
  'log-in': (page, { site }) => page.goto(`${site}/login`),
  'log-in-failed': async (page, { site }) => {
    await page.goto(`${site}/login`);
    await page.getByLabel('Account').fill(`nobody${Math.random()}`);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByText('The name or the password is wrong.').waitFor();
  },
  'second-step': (page, { site }) => logIn(page, site, 'bob'),
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

/** Pages of the web app, which other doors of the server do not have. `otto` administers, `lea` may fetch. */
export const appTour = {
  welcome: (page, { site }) => inApp(page, site, '/welcome', 'otto'),
  home: (page, { site }) => inApp(page, site, '/'),
  account: (page, { site }) => inApp(page, site, '/account'),
  'two-step-set-up': async (page, { site }) => {
    await inApp(page, site, '/account');
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
  },
  emergency: (page, { site }) => inApp(page, site, '/account/emergency'),
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
  'series-quality': async (page, { site, study }) => {
    await inApp(page, site, study, 'otto');
    await page
      .getByRole('button', { name: /^Quality: / })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('img').first().waitFor({ timeout: drawingMs });
  },
  'admin-status': (page, { site }) => inApp(page, site, '/admin/status', 'otto'),
  'admin-quarantine': async (page, { site }) => {
    await inApp(page, site, '/admin/quarantine', 'otto');
    await page.getByText('Its end is missing').first().waitFor();
  },
  'study-history': async (page, { site }) => {
    await inApp(page, site, '/studies', 'otto');
    await page.getByRole('grid').press('Enter');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('combobox', { name: 'Node' }).click();
    await page.getByRole('option', { name: 'hospital' }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('status').getByText(/here/).waitFor();
    await page.waitForLoadState('networkidle');
  },
  'fetch-dialog': async (page, { site }) => {
    await inApp(page, site, '/fetch', 'lea');
    await findInClinic(page);
  },
  fetch: async (page, { site }) => {
    await inApp(page, site, '/fetch', 'lea');
    const waits = page.getByText('waits for approval').first();
    if ((await waits.count()) === 0) {
      const dialog = await findInClinic(page);
      await dialog.getByLabel('Why you need them').fill('For the trial of knees');
      await dialog.getByRole('button', { name: 'Ask for 1 study' }).click();
      await dialog.getByText('Asked for', { exact: true }).waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await waits.waitFor();
  },
  'admin-nodes': (page, { site }) => inApp(page, site, '/admin/nodes', 'otto'),
  'admin-node-wrong': async (page, { site }) => {
    await inApp(page, site, '/admin/nodes?add=true', 'otto');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('An address or a host name').waitFor();
  },
  'admin-node-search': async (page, { site }) => {
    await inApp(page, site, '/admin/nodes', 'otto');
    await page.getByRole('button', { name: 'Search hospital' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Patient', { exact: true }).fill('Demo');
    await dialog.getByRole('button', { name: 'Search' }).click();
    await dialog.getByRole('checkbox').first().waitFor();
  },
  'admin-accounts': (page, { site }) => inApp(page, site, '/admin/accounts', 'otto'),
  'admin-account': (page, { site }) => inApp(page, site, '/admin/accounts/bob', 'otto'),
  'admin-groups': (page, { site }) => inApp(page, site, '/admin/groups', 'otto'),
  'admin-collections': (page, { site }) => inApp(page, site, '/admin/collections', 'otto'),
  'admin-tokens': (page, { site }) => inApp(page, site, '/admin/tokens', 'otto'),
  'admin-emergencies': (page, { site }) => inApp(page, site, '/admin/emergencies', 'otto'),
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
  'share-looks': async (page, { site, share }) => {
    await pageTour.shared(page, { site, share, setUpKey: '', shareWithCode: '' });
    await inApp(page, site, '/shares', 'otto');
    await page
      .getByRole('button', { name: /opened/i })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  },
  jobs: (page, { site }) => inApp(page, site, '/jobs', 'otto'),
  trash: (page, { site }) => inApp(page, site, '/trash', 'otto'),
  'automation-trees': (page, { site }) => inApp(page, site, '/automation', 'otto'),
  automation: async (page, { site }) => {
    await inApp(page, site, '/automation?tree=new', 'otto');
    await page.getByRole('group', { name: 'What comes of it' }).waitFor();
  },
  'automation-rules': (page, { site }) => inApp(page, site, '/automation?tab=rules', 'otto'),
  'automation-new-rule': (page, { site }) => inApp(page, site, '/automation?tab=rules&rule=new', 'otto'),
  'automation-runs': async (page, { site }) => {
    await inApp(page, site, '/automation?tab=runs', 'otto');
    await page.getByRole('row').nth(1).waitFor();
  },
  'automation-schedules': (page, { site }) => inApp(page, site, '/automation?tab=schedules', 'otto'),
  'automation-new-schedule': async (page, { site }) => {
    await inApp(page, site, '/automation?tab=schedules&schedule=new', 'otto');
    await page.getByRole('button', { name: 'Hours, speed and what was missed' }).click();
    await page.waitForLoadState('networkidle');
  },
  'automation-change': async (page, { site }) => {
    await inApp(page, site, '/automation?tab=schedules&change=nightly', 'otto');
    await page.getByRole('heading', { name: 'Change nightly' }).waitFor();
  },
  'automation-schedule-runs': (page, { site }) =>
    inApp(page, site, '/automation?tab=schedules&schedule=nightly', 'otto'),
  'automation-inboxes': (page, { site }) => inApp(page, site, '/automation?tab=inboxes', 'otto'),
  'automation-inbox': (page, { site }) => inApp(page, site, '/automation?tab=inboxes&inbox=scanner', 'otto'),
  'automation-new-inbox': (page, { site }) => inApp(page, site, '/automation?tab=inboxes&inbox=new', 'otto'),
  'automation-dataset': async (page, { site }) => {
    await inApp(page, site, '/automation?tab=rules&dataset=brains', 'otto');
    await page.getByRole('dialog').getByRole('combobox').first().waitFor();
  },
  'automation-retention': (page, { site }) => inApp(page, site, '/automation?tab=retention', 'otto'),
  'automation-retained': (page, { site }) =>
    inApp(page, site, '/automation?tab=retention&retention=old-outside', 'otto'),
  'automation-new-retention': (page, { site }) =>
    inApp(page, site, '/automation?tab=retention&retention=new', 'otto'),
  'automation-extensions': async (page, { site }) => {
    await inApp(page, site, '/automation?tab=extensions', 'otto');
    await page.getByRole('region', { name: 'subject-ids' }).waitFor();
  },
  'automation-file': (page, { site }) => inApp(page, site, '/automation?tab=file', 'otto'),
  viewer: async (page, { site, volume }) => {
    await inApp(page, site, volume);
    await isDrawn(page);
  },
  'viewer-measured': async (page, { site, volume }) => {
    await inApp(page, site, `${volume}&list=true`);
    await isDrawn(page);
    await drags(page, 'l', [0.4, 0.55], [0.62, 0.45]);
    await drags(page, 'e', [0.3, 0.6], [0.42, 0.7]);
    await page.keyboard.press('w');
  },
  'viewer-presets': async (page, { site, tables }) => {
    await inApp(page, site, tables);
    await isDrawn(page);
    await page.getByRole('button', { name: 'Window presets' }).click();
    await page.getByRole('menu').waitFor();
  },
  'viewer-earlier': async (page, { site, volume }) => {
    await inApp(page, site, volume);
    await isDrawn(page);
    await page.locator('[data-prior]').first().click();
    await page.locator('[data-pane="2"] [data-shown]').waitFor({ timeout: drawingMs });
    await page.locator('[data-prior]').last().scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
  },
  'viewer-planes': async (page, { site, volume }) => {
    await inApp(page, site, `${volume}&layout=mpr`);
    await isWhole(page);
  },
  'viewer-space': async (page, { site, volume }) => {
    await inApp(page, site, `${volume}&layout=space`);
    await isWhole(page);
  },
  document: async (page, { site, document }) => {
    await inApp(page, site, document);
    await page.getByText('Dear colleague').waitFor({ state: 'attached' });
  },
  report: async (page, { site, report }) => {
    await inApp(page, site, report);
    await page.getByText('A nodule of the left lung.').waitFor();
  },
  ecg: async (page, { site, ecg }) => {
    await inApp(page, site, ecg);
    await page.locator('canvas').first().waitFor();
  },
} as const satisfies Readonly<Record<string, AppWay>>;

/** A study that one has to ask for, in the dialog to search. */
async function findInClinic(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Search clinic' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Patient', { exact: true }).fill('Weber');
  await dialog.getByRole('button', { name: 'Search' }).click();
  await dialog.getByRole('checkbox').first().check();
  return dialog;
}

/** Without graphics hardware everything takes its time. */
const drawingMs = 180_000;

const isDrawn = (page: Page) => page.locator('[data-shown]').first().waitFor({ timeout: drawingMs });

const isWhole = (page: Page) =>
  page.locator('[data-volume="complete"]').waitFor({ state: 'attached', timeout: drawingMs });

/** With a tool, from one place of the pane to another: parts of its width and height. */
async function drags(page: Page, key: string, from: readonly number[], to: readonly number[]): Promise<void> {
  const box = (await page.locator('[data-pane]').first().boundingBox())!;
  const at = ([x = 0, y = 0]: readonly number[]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.keyboard.press(key);
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

async function inApp(page: Page, site: string, path: string, name?: string): Promise<void> {
  await logIn(page, site, name);
  await page.goto(`${site}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

export async function logIn(page: Page, site: string, name = 'ada'): Promise<void> {
  await page.goto(`${site}/login`);
  await page.getByLabel('Account').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname !== '/login');
}
