/** A schedule is made in a real browser, fetches from a real PACS (dcmqrscp), and its report is looked at. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { type DcmtkServer, hasDcmtk } from '../support/dcmtk.ts';
import { startFilledPacs } from '../support/filled-pacs.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';
import { startWorklist } from '../support/worklist.ts';

const list = ['schedules', 'list'];

/** `20260131` */
const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
const yesterday = dayFromNow(-1);
const images = [
  ...corpus({
    ...{ kind: 'tiny', studies: 2, seriesPerStudy: 2, instancesPerSeries: 3, seed: 930 },
    override: () => ({ StudyDate: yesterday, PatientName: 'Muster^Erika' }),
  }),
];

let app: WebApp;
let pacs: DcmtkServer;
let directory: TemporaryDirectory;
let attempt = 0;

describe.skipIf(!hasChromium || !hasDcmtk)('schedules', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    directory = new TemporaryDirectory('pacs');
    pacs = await startFilledPacs(directory.join('db'), images);
    app = await WebApp.open({ isEmpty: true });
    await isocenter(app.server, 'nodes', 'add', 'hospital', pacs.aet, '127.0.0.1', String(pacs.port));
    await isocenter(app.server, 'nodes', 'add', 'gone', 'GONE', '127.0.0.1', '1');
  });
  afterAll(async () => {
    await app?.[Symbol.asyncDispose]();
    await pacs?.stop();
    directory?.remove();
  });

  it('shows what it would fetch, fetches it, tells what came, and is taken out and put back', async () => {
    const name = `nightly-${++attempt}`;
    await using open = await app.visit('/automation');
    const { page } = open;
    await page.getByRole('tab', { name: 'Schedules' }).click();
    await page.getByRole('button', { name: 'New schedule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'From the node' }).click();
    await page.getByRole('option', { name: 'gone' }).click();
    await dialog.getByText(/cannot be reached/).waitFor();
    await dialog.getByRole('combobox', { name: 'From the node' }).click();
    await page.getByRole('option', { name: 'hospital' }).click();
    await dialog.getByRole('combobox', { name: 'Studies of' }).click();
    await page.getByRole('option', { name: 'the 7 days before' }).click();
    await dialog.getByRole('cell', { name: 'Muster' }).first().waitFor();
    await dialog.getByRole('button', { name: 'Make the schedule' }).click();
    await dialog.getByText(/it begins with a letter or digit/).waitFor();
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(name);
    await dialog.getByRole('button', { name: 'Hours, speed and what was missed' }).click();
    await dialog.getByLabel('Fetches only from').fill('00:00');
    await dialog.getByText('Both times, or neither').waitFor();
    await dialog.getByLabel('until', { exact: true }).fill('23:59');
    await dialog.getByLabel('Studies at once').fill('2');
    await dialog.getByLabel('At most, MB per second').fill('50');
    await dialog.getByLabel('Makes up for missed runs').fill('3');
    await dialog.getByRole('combobox', { name: 'Tells people' }).click();
    await page.getByRole('option', { name: 'by e-mail' }).click();
    await dialog.getByLabel('E-mail addresses').fill('ada@example.org, eve@example.org');
    await dialog.getByRole('button', { name: 'Send a test mail' }).waitFor();
    await dialog.getByRole('combobox', { name: 'Tells people' }).click();
    await page.getByRole('option', { name: 'by ntfy, Gotify' }).click();
    await dialog.getByLabel('Address (https)').fill('https://ntfy.example.org/lab');
    await expectGood(open, 'dialog');
    await dialog.getByRole('button', { name: 'Make the schedule' }).click();

    const card = page.getByRole('region', { name });
    await card.getByText('00:00-23:59').waitFor();
    await card.getByText('ntfy.example.org').waitFor();
    expect(await isocenterJson(app.server, list)).toMatchObject([
      {
        name,
        between: '00:00-23:59',
        parallel: 2,
        megabytesPerSecond: 50,
        lookBackDays: 3,
        notify: { url: 'https://ntfy.example.org/lab' },
      },
    ]);
    const parallel = async () => (await isocenterJson<{ parallel: number }[]>(app.server, list))[0]?.parallel;
    await card.getByRole('button', { name: 'Change' }).click();
    await dialog.getByRole('heading', { name: `Change ${name}` }).waitFor();
    await dialog.getByRole('button', { name: 'Hours, speed and what was missed' }).click();
    expect(await dialog.getByLabel('Fetches only from').inputValue()).toBe('00:00');
    await dialog.getByLabel('Studies at once').fill('4');
    await expectGood(open, 'change');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await parallel()).toBe(4);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(parallel).toBe(2);
    await page.getByRole('button', { name: 'New schedule' }).click();
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(name);
    await dialog.getByRole('button', { name: 'Make the schedule' }).click();
    await dialog.getByText('There is one of this name.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await card.getByRole('button', { name: 'Run now' }).click();
    await card.getByText(/complete, \d+ images came of 2 studies/).waitFor();
    await expectGood(open, 'card');
    await card.getByRole('button', { name: 'Runs', exact: true }).click();
    await dialog.getByText('Everything is here').first().waitFor();
    await expectGood(open, 'report');
    await dialog.getByRole('link', { name: images[0]!.studyInstanceUid }).click();
    await page.getByRole('heading', { level: 1, name: /Muster/ }).waitFor();
    await page.goBack();
    await dialog.getByRole('button', { name: 'Close' }).click();

    await card.getByRole('switch').press('Space');
    await card.getByText('Off', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Take out' }).click();
    await card.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await card.getByText('Off', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Take out' }).click();
    await card.waitFor({ state: 'detached' });
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'light', size: 'phone' },
    { colorScheme: 'dark', size: 'desk' },
    { colorScheme: 'dark', size: 'phone', locale: 'de' },
  ] as const)('is readable: %j', async (view) => {
    await using open = await app.visit('/automation?tab=schedules&schedule=new', view);
    const { page } = open;
    await page.getByRole('dialog').getByRole('group').first().waitFor();
    await expectGood(open, view);
  });

  it('says why a run failed in the language of who reads', async () => {
    const name = `failing-${++attempt}`;
    const retrieve = { node: 'gone', studies: { StudyDate: 'yesterday' } };
    const file = { schedules: { [name]: { at: '0 1 * * *', retrieve } } };
    writeFileSync(join(app.server.data, 'automation.yaml'), JSON.stringify(file));
    await using open = await app.visit('/automation?tab=schedules', { locale: 'de' });
    const card = open.page.getByRole('region', { name });
    await card.getByRole('button', { name: 'Jetzt ausführen' }).click();
    await card.getByText(/wird noch einmal versucht\. 127\.0\.0\.1:1 ist nicht zu erreichen/).waitFor();
    await card.getByRole('button', { name: 'Läufe', exact: true }).click();
    const dialog = open.page.getByRole('dialog');
    await dialog
      .getByText(/^127\.0\.0\.1:1 ist nicht zu erreichen/)
      .first()
      .waitFor();
  });

  it('is made for the priors of who comes, and shows them before', { timeout: 120_000 }, async () => {
    const [study] = images;
    // Of the day after the run, which may be today's or tomorrow's, here or in the time zone of the browser.
    const entries = [0, 1, 2, 3].map((days) => ({
      ...{ patientId: study!.patientId, date: dayFromNow(days), modality: 'MR' },
    }));
    const worklist = await startWorklist(directory.join(`worklist-${++attempt}`), entries);
    const ris = `ris-${attempt}`;
    await isocenter(app.server, 'nodes', 'add', ris, worklist.aet, '127.0.0.1', String(worklist.port));
    await using open = await app.visit('/automation');
    const { page } = open;
    await page.getByRole('tab', { name: 'Schedules' }).click();
    await page.getByRole('button', { name: 'New schedule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'From the node' }).click();
    await page.getByRole('option', { name: 'hospital' }).click();
    await dialog.getByText('Priors for tomorrow').click();
    await dialog.getByLabel('Node with the worklist').fill(ris);
    await dialog.getByLabel('Studies of each patient').fill('1');
    await dialog.getByRole('cell', { name: 'Muster' }).first().waitFor();
    await expectGood(open, 'priors');
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(`priors-${attempt}`);
    await dialog.getByRole('button', { name: 'Make the schedule' }).click();
    const card = page.getByRole('region', { name: `priors-${attempt}` });
    await card.getByText(`Priors of each patient on the worklist of ${ris}: at most 1`).waitFor();
    await card.getByRole('button', { name: 'Run now' }).click();
    await card.getByText(/complete, \d+ images came of 1 study/).waitFor();
    await worklist[Symbol.asyncDispose]();
  });
});
