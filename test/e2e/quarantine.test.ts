/** Damaged files that came over the network: seen from the front page, explained, saved, tried again, deleted; in a real browser. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuarantinedFile } from '../../src/contract/index.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { expectGood } from '../support/good-page.ts';
import { WebApp } from '../support/web-app.ts';
import { cutShort, damagedInstances, sendFiles } from './damaged.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

let app: WebApp;
let seed = 5_000;

/** Whatever an attempt before has left goes. */
async function discardAll(): Promise<void> {
  const files = await isocenterJson<QuarantinedFile[]>(app.server, ['quarantine']);
  if (files.length > 0)
    await isocenter(app.server, 'quarantine', 'discard', ...files.map(({ id }) => id), '--yes');
}

const dialogOf = (page: Page) => page.getByRole('dialog').first();

async function typeToDelete(page: Page, word: string, button: string): Promise<void> {
  await dialogOf(page).getByRole('button', { name: button }).click();
  const asking = page.getByRole('dialog', { name: button });
  await asking.getByRole('textbox').fill(word);
  await asking.getByRole('button', { name: button }).click();
}

describe.skipIf(!hasChromium)('the quarantine', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('is reached from the front page, tells why a file is there, saves it, tries it again and deletes it', async () => {
    await discardAll();
    const [instance] = damagedInstances(++seed, 1);
    const good = instance!.encode();
    expect(await sendFiles(app.server, [good, cutShort(instance!)])).toEqual([200, 400]);
    await using open = await app.visit('/');
    const { page } = open;
    await page.getByText('1 file is in quarantine').waitFor();
    await page.getByRole('region', { name: 'Needs attention' }).getByRole('link', { name: 'Show' }).click();
    await page.waitForURL('**/admin/quarantine');
    const row = page.getByRole('row').filter({ hasText: 'Its end is missing' });
    await row.getByRole('button').click();
    await page.waitForURL('**/admin/quarantine?file=*');
    await page.reload();
    const dialog = dialogOf(page);
    await dialog.getByText('Its end is missing').waitFor();
    await dialog.getByText(/40 more bytes were announced/).waitFor();
    await dialog.getByText(/elements can be read/).click();
    await dialog.getByText(instance!.studyInstanceUid).waitFor();

    const saving = page.waitForEvent('download');
    await dialog.getByRole('link', { name: 'Save as it is' }).click();
    const saved = readFileSync(await (await saving).path());
    expect(saved.subarray(-100).equals(Buffer.from(cutShort(instance!).subarray(-100)))).toBe(true);

    await dialog.getByRole('button', { name: 'Take in again' }).click();
    await dialog.getByText('It still cannot be taken in, and stays here').waitFor();
    await typeToDelete(page, 'delete', 'Delete for good');
    await page.getByRole('heading', { name: 'Nothing is in quarantine' }).waitFor();
    await page.waitForURL(`${app.site}/admin/quarantine`);
    expect(open.complaints).toEqual([]);
  });

  it('lets in what can be read by now, and shows where it is', async () => {
    await discardAll();
    const [instance] = damagedInstances(++seed, 1);
    await sendFiles(app.server, [cutShort(instance!)]);
    const [file] = await isocenterJson<QuarantinedFile[]>(app.server, ['quarantine']);
    // Somebody puts a good copy there: no newer version is at hand that could read the other one.
    const path = `${app.server.data}/quarantine/mine.dcm`;
    writeFileSync(path, instance!.encode());
    await using open = await app.visit(`/admin/quarantine?file=mine.dcm`);
    await dialogOf(open.page).getByRole('button', { name: 'Take in again' }).click();
    await open.page.getByRole('link', { name: 'Show the study' }).click();
    await open.page.waitForURL(`**/studies/${instance!.studyInstanceUid}`);
    expect((await isocenterJson<QuarantinedFile[]>(app.server, ['quarantine'])).map(({ id }) => id)).toEqual([
      file!.id,
    ]);
    expect(open.complaints).toEqual([]);
  });

  it('goes with its study, when that is deleted for good', async () => {
    await discardAll();
    const [instance, other] = damagedInstances(++seed, 2);
    const files = [instance!.encode(), cutShort(instance!), cutShort(other!)];
    expect(await sendFiles(app.server, files)).toEqual([200, 400, 400]);
    await isocenter(app.server, 'remove', '--study', instance!.studyInstanceUid);
    await using open = await app.visit('/trash');
    const { page } = open;
    await page.getByRole('button', { name: 'Delete for good' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete for good' });
    await dialog
      .getByRole('checkbox', { name: 'Delete 1 file of these studies in quarantine, too' })
      .waitFor();
    await expectGood(open, 'the dialog');
    const name = await page.getByRole('article').getAttribute('aria-label');
    await dialog.getByRole('textbox').fill(name!);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
    const left = await isocenterJson<QuarantinedFile[]>(app.server, ['quarantine']);
    expect(left.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual([other!.studyInstanceUid]);
  });

  it('is read and used by everybody, in German, by keys, on a phone and in the dark', async () => {
    await discardAll();
    {
      await using open = await app.visit('/admin/quarantine', { ...views[0], locale: 'de' });
      await open.page.getByRole('heading', { name: 'In Quarantäne ist nichts' }).waitFor();
      await expectGood(open, 'empty');
    }
    await sendFiles(app.server, damagedInstances(++seed, 3).map(cutShort));
    for (const view of views) {
      await using open = await app.visit('/admin/quarantine', { ...view, locale: 'de' });
      const { page } = open;
      await page.getByRole('row').filter({ hasText: 'Ihr Ende fehlt' }).first().waitFor();
      await expectGood(open, { view });
      await page.getByRole('row').nth(1).getByRole('button').focus();
      await page.keyboard.press('Enter');
      await dialogOf(page).getByText('Ihr Ende fehlt').waitFor();
      await expectGood(open, { view, dialog: true });
      await page.keyboard.press('Escape');
      await page.waitForURL(`${app.site}/admin/quarantine`);
    }
  });
});
