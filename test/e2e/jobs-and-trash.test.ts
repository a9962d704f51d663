/** What runs and how it is stopped; what was removed and how it comes back; in a real browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { Client, FindRow } from '../../src/contract/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { expectGood } from '../support/good-page.ts';
import { freePort } from '../support/ports.ts';
import { WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

let app: WebApp;
let client: Client;
/** Study Instance UIDs, by modality. */
let studyOf: (modality: string) => string;

async function send(page: Page, node: string): Promise<void> {
  await page.goto(`${app.site}/studies/${studyOf('MR')}`);
  await page.getByRole('button', { name: 'Send' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send the study' });
  await dialog.getByRole('combobox', { name: 'To' }).click();
  await page.getByRole('option', { name: node }).click();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

const rowOf = (page: Page, name: string) => page.locator('main').getByRole('article', { name }).first();

describe.skipIf(!hasChromium)('jobs and the trash', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open();
    client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const studies = await isocenterJson<FindRow[]>(app.server, ['find', 'study']);
    studyOf = (modality) =>
      String(studies.find((row) => [row.ModalitiesInStudy].flat().includes(modality))!.StudyInstanceUID);
    const at = { host: '127.0.0.1' } as const;
    await client.nodesAdd({ ...at, name: 'nobody', aeTitle: 'NOBODY', port: await freePort() });
    const { aet, dicomPort } = app.server;
    await client.nodesAdd({ ...at, name: 'itself', aeTitle: aet, port: dicomPort });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('a study is sent to a node as a job, and the page says as it happens that it is done', async () => {
    await using open = await app.visit('/');
    const { page } = open;
    await send(page, 'itself');
    await page.goto(`${app.site}/jobs?show=done`);
    await rowOf(page, 'Sending: itself')
      .getByText(/^done /)
      .waitFor();
    await page.getByRole('combobox', { name: 'Which jobs' }).click();
    await page.getByRole('option', { name: 'All', exact: true }).click();
    await page.waitForURL(({ search }) => search === '');
    await rowOf(page, 'Sending: itself').waitFor();
  });

  it('what cannot be sent is told in words behind the ring, is cancelled there, and tried again', async () => {
    await using open = await app.visit('/');
    const { page } = open;
    await send(page, 'nobody');
    await page.getByRole('button', { name: /^Jobs: 1 runs or waits/ }).click();
    const list = page.getByRole('dialog', { name: 'Jobs' });
    const job = list.getByRole('article', { name: 'Sending: nobody' }).first();
    await job.getByText(/did not work yet/).waitFor();
    await job.getByText(/did not arrive at nobody\. The first: 127\.0\.0\.1:\d+ cannot be reached/).waitFor();
    {
      await using german = await app.visit('/jobs', { locale: 'de', size: 'phone' });
      const words = german.page.getByText(
        /bei nobody nicht angekommen\. Das erste: 127\.0\.0\.1:\d+ ist nicht zu erreichen/,
      );
      await words.first().waitFor();
      await expectGood(german, 'jobs in German');
    }
    expect(await axeOn(page)).toEqual([]);
    await job.getByRole('button', { name: 'Cancel' }).click();
    await job.getByText(/^cancelled /).waitFor();
    await list.getByRole('link', { name: 'All jobs' }).click();
    await page.waitForURL('**/jobs');
    await rowOf(page, 'Sending: nobody').getByRole('button', { name: 'Try again' }).click();
    await rowOf(page, 'Sending: nobody')
      .getByText(/did not work yet/)
      .waitFor();
    await rowOf(page, 'Sending: nobody').getByRole('button', { name: 'Cancel' }).click();
    await rowOf(page, 'Sending: nobody')
      .getByText(/^cancelled /)
      .waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('a job is paused, still rests after a reload, and goes on', async () => {
    await using open = await app.visit('/');
    const { page } = open;
    await send(page, 'nobody');
    await page.goto(`${app.site}/jobs`);
    const job = rowOf(page, 'Sending: nobody');
    const rests = job.getByText('rests until it is let go on');
    await job.getByText(/did not work yet/).waitFor();
    await job.getByRole('button', { name: 'Pause' }).click();
    await rests.waitFor();
    await page.reload();
    await rests.waitFor();
    const states = async () => (await client.jobsList({ kind: 'send' })).jobs.map(({ state }) => state);
    expect(await states()).toContain('paused');
    await expectGood(open, 'a job that rests');
    await page.getByRole('button', { name: /^Jobs: 1 runs or waits/ }).click();
    const list = page.getByRole('dialog', { name: 'Jobs' });
    const behind = list.getByRole('article', { name: 'Sending: nobody' }).first();
    await behind.getByRole('button', { name: 'Go on' }).click();
    await behind.getByText(/did not work yet/).waitFor();
    expect(await states()).not.toContain('paused');
    await behind.getByRole('button', { name: 'Pause' }).click();
    await behind.getByText('rests until it is let go on').waitFor();
    await behind.getByRole('button', { name: 'Cancel' }).click();
    await behind.getByText(/^cancelled /).waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('what was removed is in the trash, until when is said, and comes back whole', async () => {
    const study = studyOf('US');
    await using open = await app.visit(`/studies/${study}`);
    await open.page.getByRole('button', { name: 'Remove' }).click();
    await open.page.waitForURL('**/studies');
    await open.page.getByRole('link', { name: 'Trash' }).click();
    const entry = rowOf(open.page, 'Demo, Ada');
    await entry.getByText(/kept for \d+ more days/).waitFor();
    await entry.getByText(/removed .* by ada/).waitFor();
    await entry.getByRole('button', { name: 'Restore' }).click();
    await open.page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
    await open.page.goto(`${app.site}/studies/${study}`);
    await open.page.getByRole('tab').first().waitFor();
  });

  it('what is deleted for good asks for its name before', async () => {
    const study = studyOf('US');
    await client.remove({ selection: { studies: [study] }, reason: 'sent by mistake' });
    await using open = await app.visit('/trash');
    const { page } = open;
    await rowOf(page, 'Demo, Ada').getByText('sent by mistake').waitFor();
    await rowOf(page, 'Demo, Ada').getByRole('button', { name: 'Delete for good' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete for good' });
    const deletes = dialog.getByRole('button', { name: 'Delete for good' });
    expect(await deletes.isDisabled()).toBe(true);
    await expectGood(open, 'the dialog');
    await dialog.getByRole('textbox').fill('Demo, Ada');
    await deletes.click();
    await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
    expect((await client.trashList({})).entries).toEqual([]);
    const { rows } = await client.find({ match: { StudyInstanceUID: study } });
    expect(rows).toEqual([]);
  });

  it.each(views)('the pages have no fault that axe finds and fit the screen: %j', async (view) => {
    await using open = await app.visit('/jobs', view);
    for (const path of ['/jobs', '/jobs?show=failed', '/trash']) {
      await open.page.goto(app.site + path);
      await open.page.getByRole('heading', { level: 1 }).waitFor();
      await expectGood(open, [path, view]);
    }
  });
});
