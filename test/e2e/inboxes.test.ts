/** An inbox is made in a real browser, and takes in what is put into its folder. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { corpus } from '../support/corpus.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

let app: WebApp;
let sources: TemporaryDirectory;
let attempt = 0;

describe.skipIf(!hasChromium)('inboxes', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    sources = new TemporaryDirectory('sources');
    app = await WebApp.open({ args: ['--source-folders', sources.path] });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    sources.remove();
  });

  it.each([
    { colorScheme: 'light', size: 'desk' },
    { colorScheme: 'dark', size: 'phone' },
  ] as const)('takes in what is put there, and says what it could not: %j', async (view) => {
    const name = `scanner-${++attempt}`;
    const folder = sources.join(name);
    mkdirSync(folder);
    const [image] = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 400 + attempt });
    writeFileSync(`${folder}/1.dcm`, image!.encode());
    writeFileSync(`${folder}/note.txt`, 'hello');
    await using open = await app.visit('/automation?tab=inboxes', view);
    const { page } = open;
    await page.getByRole('button', { name: 'New inbox' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(name);
    await dialog.getByLabel(/whole after/).fill('1');
    await dialog.getByText('is deleted from the folder').click();
    await expectGood(open, 'inboxes-new');
    await dialog.getByRole('button', { name: 'Make the inbox' }).click();
    const card = page.getByRole('region', { name });
    await card.getByText('0 not whole yet, 0 to be taken in').waitFor();
    await card.getByText('1 not DICOM, 0 refused').waitFor();
    expect(existsSync(`${folder}/1.dcm`)).toBe(false);
    await expectGood(open, 'inboxes');
    await card.getByRole('button', { name: 'Files not taken in' }).click();
    await page.getByRole('dialog').getByText('not-taken/note.txt').waitFor();
    await expectGood(open, 'inboxes-files');
    expect(open.complaints).toEqual([]);
  });
});
