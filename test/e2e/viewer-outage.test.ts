/** The server is gone while a series is loaded in the viewer, and comes back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

let directory: TemporaryDirectory;
let app: WebApp;
let again: IsocenterServer | undefined;

describe.skipIf(!hasChromium)('a viewer without its server', { timeout: LONG_MS, ...againInBrowser }, () => {
  // Each try needs a server of its own: one that is gone cannot go away again.
  beforeEach(async () => {
    directory = new TemporaryDirectory('outage');
    app = await WebApp.open({ hasWebGl: true, data: directory.join('data') });
  });
  afterEach(async () => {
    await app[Symbol.asyncDispose]();
    await again?.stop();
    again = undefined;
    directory.remove();
  });

  it('says so of the image that is missing, keeps those that it has, and has the others when they can be had', async () => {
    const [study] = await isocenterJson<{ StudyInstanceUID: string }[]>(app.server, [
      ...['find', 'study', 'ModalitiesInStudy=MR'],
    ]);
    await using seen = await app.visit('/studies');
    const { page } = seen;
    page.setDefaultTimeout(LONG_MS);
    let isFirst = true;
    const gone = Promise.withResolvers<void>();
    // All but the first image are asked for, and not answered before the server is gone.
    await page.route(/\/frames\/\d+$/, async (route) => {
      if (!isFirst) await gone.promise;
      isFirst = false;
      await route.continue();
    });
    await page.goto(`${app.site}/viewer/${study!.StudyInstanceUID}?grid=1x1`);
    await page.locator('[data-shown="12"]').waitFor();
    await app.server.kill9();
    gone.resolve();
    await page.keyboard.press('ArrowDown');
    const alert = page.getByRole('alert');
    await alert.getByText('The server does not answer').waitFor();
    await alert.getByText('Images that are loaded stay.').waitFor();
    expect(await axeOn(page)).toEqual([]);
    // Not there yet: it says the same again.
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.getByText('The server does not answer').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.locator('[data-shown="12"]').waitFor();
    await alert.waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await alert.getByText('The server does not answer').waitFor();
    again = await startIsocenter({ data: app.server.data, httpPort: app.server.httpPort });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-shown="13"]').waitFor();
    await alert.waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-shown="14"]').waitFor();
  });
});
