/** Somebody asks in a real browser for studies of a real PACS (dcmqrscp), and an administrator approves or declines it in theirs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { type DcmtkServer, hasDcmtk } from '../support/dcmtk.ts';
import { startFilledPacs } from '../support/filled-pacs.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const names = ['Muster^Erika', 'Muster^Max', 'Anders^Anna', 'Anders^Anton'];
const images = [
  ...corpus({
    ...{ kind: 'tiny', studies: 4, instancesPerSeries: 3, seed: 980 },
    override: ({ study }) => ({ StudyDate: `2026031${study}`, PatientName: names[study]! }),
  }),
];

let app: WebApp;
let pacs: DcmtkServer;
let directory: TemporaryDirectory;

/** Asks for the study of somebody whose name begins so. */
async function ask({ page }: OpenPage, name: RegExp, typed: string, why: string): Promise<void> {
  // What an earlier attempt left.
  const withdraw = page.getByRole('button', { name: 'Withdraw' });
  await page.waitForLoadState('networkidle');
  for (let left = await withdraw.count(); left > 0; left--) {
    await withdraw.first().click();
    await expect.poll(() => withdraw.count()).toBe(left - 1);
  }
  await page.getByRole('button', { name: 'Search hospital' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Patient', { exact: true }).fill(typed);
  await dialog.getByRole('button', { name: 'Search' }).click();
  await dialog.getByRole('checkbox', { name }).check();
  expect(await dialog.getByRole('button', { name: /^Fetch/ }).count()).toBe(0);
  await dialog.getByLabel('Why you need them').fill(why);
  await dialog.getByRole('button', { name: 'Ask for 1 study' }).click();
  await dialog.getByText('Asked for', { exact: true }).waitFor();
}

describe.skipIf(!hasChromium || !hasDcmtk)(
  'fetching what an administrator approves',
  { timeout: 120_000, ...againInBrowser },
  () => {
    beforeAll(async () => {
      directory = new TemporaryDirectory('pacs');
      pacs = await startFilledPacs(directory.join('db'), images);
      app = await WebApp.open({ isEmpty: true });
      const place = [pacs.aet, '127.0.0.1', String(pacs.port)];
      await isocenter(app.server, 'nodes', 'add', 'hospital', ...place, '--comment', 'Of the clinic');
      await app.addUser('lab', ['--right', 'send,find,view']);
      await app.addUser('visitor', ['--role', 'viewer']);
    });
    afterAll(async () => {
      await app?.[Symbol.asyncDispose]();
      await pacs?.stop();
      directory?.remove();
    });

    it('is said of a node in its dialog', async () => {
      await using open = await app.visit('/admin/nodes');
      const { page } = open;
      await page.getByRole('button', { name: 'Change hospital' }).click();
      await page.getByLabel('An administrator approves what others fetch from it').check();
      await expectGood(open, 'dialog');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('hospital is saved').waitFor();
      await page.reload();
      await page.getByRole('img', { name: 'An administrator approves what others fetch' }).waitFor();
      await expectGood(open, 'table');
    });

    it.each([
      [0, { colorScheme: 'light', size: 'desk' }],
      [1, { colorScheme: 'dark', size: 'phone' }],
    ] as const)('is asked for, approved and fetched: study %i, %j', async (study, view) => {
      const [family = '', given = ''] = names[study]!.split('^');
      await using asking = await app.visit('/fetch', view, 'lab');
      await ask(asking, new RegExp(`^${family}, ${given}`), `${family}, ${given}`, 'for the knee trial');
      await expectGood(asking, 'asked');
      await asking.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      const asked = asking.page.getByRole('region', { name: 'What you asked for' });
      await asked.getByText('waits for approval').first().waitFor();
      await expectGood(asking, 'waits');
      // On that page they would see what becomes of it.
      await asking.page.goto(`${app.site}/`);

      await using deciding = await app.visit('/', view);
      const { page } = deciding;
      await page.getByRole('button', { name: /thing.* attention/ }).click();
      const alerts = page.getByRole('dialog');
      await alerts.getByText('1 request to fetch waits for approval').waitFor();
      await alerts.getByRole('link', { name: 'Show' }).click();
      const request = page.getByRole('article', { name: 'Request to hospital by lab' }).first();
      await request.getByText(`${family}, ${given}`).waitFor();
      await request.getByText('for the knee trial').waitFor();
      await expectGood(deciding, 'to decide');
      await request.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('dialog').getByLabel('A word to go with it').fill('until May');
      await expectGood(deciding, 'approving');
      await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await request.getByText('Approved by ada').waitFor();

      await asking.page.getByRole('button', { name: /thing.* attention/ }).click();
      const news = asking.page.getByRole('dialog');
      await news.getByText('1 study from hospital: fetched').waitFor();
      await news.getByText('until May').waitFor();
      await expectGood(asking, 'news');
      await news.getByRole('link', { name: 'Show' }).click();
      const fresh = asking.page.getByRole('region', { name: 'New since you looked last' });
      await fresh.getByText('fetched', { exact: true }).waitFor();
      await fresh.getByText('until May').waitFor();
      await asking.page.getByRole('button', { name: '0 things need attention' }).waitFor();
      await expectGood(asking, 'fetched');
      await asking.page.goto(`${app.site}/studies`);
      await asking.page.getByText(`${family}, ${given}`).first().waitFor();
    });

    it('is declined with words, or withdrawn', async () => {
      await using asking = await app.visit('/fetch', {}, 'lab');
      await ask(asking, /^Anders, Anna/, 'Anders, Anna', 'to look at it');
      await using deciding = await app.visit('/admin/nodes');
      const { page } = deciding;
      await page.getByRole('button', { name: 'Decline' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('button', { name: 'Decline' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Why not').fill('not of the trial');
      await dialog.getByRole('button', { name: 'Decline' }).click();
      await page.getByText('Declined by ada').first().waitFor();
      await expectGood(deciding, 'declined');

      await asking.page.goto(`${app.site}/fetch`);
      await asking.page.getByText('not of the trial').first().waitFor();
      await ask(asking, /^Anders, Anton/, 'Anders, Anton', '');
      await asking.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await asking.page.getByRole('button', { name: 'Withdraw' }).click();
      await asking.page.getByText('withdrawn').first().waitFor();
      await expectGood(asking, 'withdrawn');
    });

    it('is news until it was on the page, also behind others and when that could not be told at once', async () => {
      await using asking = await app.visit('/', {}, 'lab');
      const { page, context } = asking;
      const call = async (path: string, data: object) => {
        const headers = { Origin: app.site };
        const answer = await context.request.post(`${app.site}/api/${path}`, { data, headers });
        return ((await answer.json()) as { id: string }).id;
      };
      const studies = [images.at(-1)!.studyInstanceUid];
      const ask = () => call('nodes/hospital/fetch-requests', { studies });
      await isocenter(app.server, 'requests', 'decline', await ask(), '--reason', 'long ago');
      // As many as are listed of those that are decided, and all of them later.
      for (let count = 0; count < 20; count++) await call(`fetch-requests/${await ask()}/withdraw`, {});

      const limits = new Set<string | null>();
      page.on('request', (request) => {
        const { pathname, searchParams } = new URL(request.url());
        if (pathname === '/api/fetch-requests/news') limits.add(searchParams.get('limit'));
      });
      await page.reload();
      const bell = page.getByRole('button', { name: /^[1-9].* attention/ });
      await bell.waitFor();
      expect([...limits]).toEqual(['5']);
      let failures = 0;
      await page.route('**/api/fetch-requests/news/seen', async (route) => {
        failures++;
        if (failures === 1) await route.abort();
        else await route.continue();
      });
      await bell.click();
      await page.getByRole('dialog').getByRole('link', { name: 'Show' }).click();
      const fresh = page.getByRole('region', { name: 'New since you looked last' });
      await fresh.getByText('long ago').first().waitFor();
      await expect.poll(() => failures, { timeout: 30_000 }).toBe(2);
      await page.getByRole('button', { name: '0 things need attention' }).waitFor();
      expect(await fresh.getByText('long ago').count()).toBeGreaterThan(0);
      await page.reload();
      await page.getByRole('region', { name: 'What you asked for' }).waitFor();
      expect(await page.getByText('long ago').count()).toBe(0);
    });

    it('is approved by mistake, and declined before it came', async () => {
      await using asking = await app.visit('/fetch', {}, 'lab');
      await ask(asking, /^Anders, Anton/, 'Anders, Anton', 'by mistake');
      await pacs.stop();
      await using deciding = await app.visit('/admin/nodes');
      const { page } = deciding;
      const request = page.getByRole('article').filter({ hasText: 'by mistake' });
      await request.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await request.getByText('Approved by ada').waitFor();
      await expectGood(deciding, 'approved');
      await request.getByRole('button', { name: 'Take the approval back' }).click();
      await page.getByRole('dialog').getByLabel('Why not').fill('the wrong one');
      await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
      await request.getByText('Declined by ada').waitFor();
      expect(await request.getByRole('button').count()).toBe(0);
      await asking.page.goto(`${app.site}/fetch`);
      await asking.page.getByText('the wrong one').waitFor();
    });

    it('is not offered to who may not fetch', async () => {
      await using open = await app.visit('/', {}, 'visitor');
      await open.page.getByRole('link', { name: 'Studies' }).first().waitFor();
      expect(await open.page.getByRole('link', { name: 'Fetch' }).count()).toBe(0);
      await open.page.goto(`${app.site}/fetch`);
      await open.page.getByText('Not for your account').waitFor();
      await expectGood(open, 'not allowed');
    });
  },
);
