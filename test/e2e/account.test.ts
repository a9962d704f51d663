/** One's own account in a real browser: every way in is made with it, tried, and taken away again. */
import jsQR from 'jsqr';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium, VirtualAuthenticator } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { expectGood } from '../support/good-page.ts';
import { password, WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;
const next = 'another horse battery';

let app: WebApp;
let made = 0;

/** What is tried again meets what it made before. */
async function somebody(...terms: string[]): Promise<string> {
  const name = `somebody${++made}`;
  await app.addUser(name, terms);
  return name;
}

describe.skipIf(!hasChromium)('one’s own account', againInBrowser, () => {
  beforeAll(async () => {
    app = await WebApp.open();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('has no fault that axe finds, fits the screen, and breaks no policy', async () => {
    for (const view of views) {
      await using open = await app.visit('/account', view);
      const { page, complaints } = open;
      await page.getByRole('heading', { name: 'Your account, ada' }).waitFor();
      await expectGood({ page }, [page.url(), view]);
      await page.getByRole('button', { name: 'Set it up' }).click();
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      await expectGood({ page }, [page.url(), view]);
      await page.goto(`${app.site}/account/emergency`);
      await page.getByRole('heading', { name: 'Open in an emergency' }).waitFor();
      await expectGood({ page }, [page.url(), view]);
      expect(complaints).toEqual([]);
    }
  });

  it('changes the password with the keyboard alone, and logs out everywhere else', async () => {
    const name = await somebody('--role', 'viewer');
    await using other = await app.visit('/account', {}, name);
    await using open = await app.visit('/account', {}, name);
    const { page } = open;
    await page.getByRole('button', { name: 'Change the password' }).press('Enter');
    await page.locator('[autocomplete="current-password"]:focus').waitFor();
    await page.keyboard.type('a wrong one');
    for (const text of [next, next]) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await page.getByText('The old password is wrong.').waitFor();
    await page.getByLabel('Old password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('The password is changed').waitFor();
    await page.getByText(/^127\.0\.0\.1/).waitFor();
    await other.page.reload();
    await other.page.waitForURL('**/login**');
    await page.reload();
    await page.getByRole('heading', { name: `Your account, ${name}` }).waitFor();
  });

  it('lists where one is logged in, and ends it', async () => {
    const name = await somebody('--role', 'viewer');
    await using one = await app.visit('/account', {}, name);
    await using two = await app.visit('/account', {}, name);
    await using three = await app.visit('/account', {}, name);
    const end = two.page.getByRole('button', { name: 'Log out: Chrome on Linux' });
    // What it shows may be from before the third came.
    await two.page.reload();
    await end.nth(1).waitFor();
    await end.first().click();
    await end.nth(1).waitFor({ state: 'detached' });
    await two.page.getByRole('button', { name: 'Log out everywhere else' }).click();
    await end.first().waitFor({ state: 'detached' });
    for (const { page } of [one, three]) {
      await page.reload();
      await page.waitForURL('**/login**');
    }
    expect(two.complaints).toEqual([]);
  });

  it('sets up an authenticator app by its picture, renews the recovery codes, and turns it off', async () => {
    const name = await somebody('--role', 'viewer');
    await using open = await app.visit('/account', {}, name);
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'Set it up' }).click();
    const address = new URL(await readQrCode(page));
    expect(address.pathname).toBe(`/Isocenter%20localhost:${name}`);
    const secret = address.searchParams.get('secret') ?? '';
    await page.getByRole('textbox', { name: 'Code' }).fill(await generate({ secret }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    const codes = await page.getByRole('dialog').getByRole('listitem').allTextContents();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left').waitFor();

    await using again = await app.visitAsStranger('/login?next=/account');
    await again.page.getByLabel('Account').fill(name);
    await again.page.getByLabel('Password').fill(password);
    await again.page.keyboard.press('Enter');
    await again.page.getByText('The phone is not at hand').click();
    await again.page.getByLabel('Recovery code').fill(codes[0]!);
    await again.page.keyboard.press('Enter');
    await again.page.getByText('9 recovery codes are left').waitFor();
    await again.page.getByRole('button', { name: 'New recovery codes' }).click();
    await again.page.getByText('The old codes no longer work.').waitFor();
    await again.page.getByRole('button', { name: 'I have kept them' }).click();
    await again.page.getByRole('button', { name: 'Turn off' }).click();
    await again.page.getByRole('button', { name: 'Set it up' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('adds a passkey, calls it something else, logs in with it, and removes it', async () => {
    const name = await somebody('--role', 'viewer');
    await using open = await app.visit('/account', {}, name);
    const { page, context, complaints } = open;
    const authenticator = await VirtualAuthenticator.add(context, page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('my phone');
    await authenticator.recognizes(false);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The passkey dialog was closed, or took too long.').waitFor();
    await authenticator.recognizes(true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Rename my phone' }).click();
    await dialog.getByLabel('Name').fill('old phone');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('old phone').waitFor();
    await page.getByText(/^localhost · .* never used$/).waitFor();
    await context.clearCookies();
    await page.goto(`${app.site}/login?next=/account`);
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await page.getByText(/^localhost · .* used /).waitFor();
    await page.getByRole('button', { name: 'Remove the passkey old phone' }).click();
    await page.getByText('There is none.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('makes a token that does what it may, shows it once, and revokes it', async () => {
    const name = await somebody('--role', 'viewer');
    await using open = await app.visit('/account', {}, name);
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'Make a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('backup');
    await dialog.getByLabel('Find out that something is there').check();
    expect(await dialog.getByLabel(/^Administer/).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const token = (await dialog.locator('code').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const ask = async (path: string) =>
      (await fetch(`${app.site}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await ask('/dicom-web/studies'), await ask('/api/users')]).toEqual([200, 403]);
    await page.reload();
    await page.getByText(/^iso_.*· find · until/).waitFor();
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke backup' }).click();
    await page.getByLabel('Type backup to go on').fill('backup');
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('There is no token.').waitFor();
    expect(await ask('/dicom-web/studies')).toBe(401);
    expect(complaints).toEqual([]);
  });

  it('opens in an emergency what is closed otherwise, for who may, and ends it', async () => {
    const name = await somebody('--right', 'breakGlass');
    const [study] = await isocenterJson<{ PatientID: string }[]>(app.server, ['find', 'study']);
    await using open = await app.visit('/account', {}, name);
    const { page, complaints } = open;
    await page.getByRole('link', { name: 'Open in an emergency' }).click();
    await page.getByLabel('Patient ID').fill('NOBODY');
    await page.getByLabel('Why').fill('unconscious, in the emergency room');
    await page.getByRole('button', { name: 'Open it, on record' }).click();
    await page.getByRole('alert').getByText('There is no such patient').waitFor();
    await page.getByLabel('Patient ID').fill(study!.PatientID);
    await page.getByRole('button', { name: 'Open it, on record' }).click();
    await page.getByText(/^It is open until/).waitFor();
    await page.getByRole('link', { name: /^To the stud/ }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    // What is asked for after the end is refused, which the browser would note.
    await page.waitForLoadState('networkidle');
    await page.goBack();
    await page.getByRole('button', { name: 'End it now' }).click();
    await page.getByText('Nothing is open in an emergency now.').waitFor();
    // What was not found is an answer of 404, which the browser notes.
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);

    await using other = await app.visit('/account/emergency', {}, await somebody('--role', 'viewer'));
    await other.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  });
});

/** As an app on a phone does. */
async function readQrCode(page: Page): Promise<string> {
  const picture = page.getByRole('img', { name: /QR code/ });
  await picture.waitFor();
  const { data, info } = await sharp(await picture.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsQR.default(new Uint8ClampedArray(data), info.width, info.height)?.data ?? '';
}
