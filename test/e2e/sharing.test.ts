/** Sharing with somebody without an account, from the dialog to the image in their browser; in a real browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { Client, FindRow } from '../../src/contract/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { expectGood } from '../support/good-page.ts';
import { WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;
const phone = { size: 'phone' } as const;
/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

let app: WebApp;
let client: Client;
/** Study Instance UIDs. */
let mr: string;
let ct: string;

const shareOf = (study: string, expiresAt = new Date(Date.now() + 3_600_000)) =>
  client.shareCreate({
    title: 'For Dr. Weber',
    scope: { kind: 'rules', rules: [{ studyInstanceUid: study }] },
    expiresAt: expiresAt.toISOString(),
  });

const shareCard = (page: Page, title: string) => page.getByRole('article', { name: title });

describe.skipIf(!hasChromium)('sharing', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ hasWebGl: true });
    client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const studies = await isocenterJson<FindRow[]>(app.server, ['find', 'study']);
    const of = (modality: string) =>
      String(studies.find((row) => [row.ModalitiesInStudy].flat().includes(modality))!.StudyInstanceUID);
    [mr, ct] = [of('MR'), of('CT')];
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('a study is shared in one dialog; in a fresh browser the link and its code show its images, and nothing else', async () => {
    await using owner = await app.visit(`/studies/${mr}`);
    const { page } = owner;
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share by a link' });
    await dialog.getByText(/MRT/).waitFor();
    await dialog.getByRole('textbox', { name: 'For whom' }).fill('Second opinion on the head');
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = (await dialog.locator('code').textContent()) ?? '';
    const code = (await dialog.getByTestId('share-code').textContent()) ?? '';
    expect([link, code]).toEqual([
      expect.stringMatching(/^http:\/\/localhost:\d+\/share\/[0-9a-f]{12}#[\w-]{43}$/),
      expect.stringMatching(/^\d{4} \d{4}$/),
    ]);
    await dialog.getByRole('img', { name: 'The link as a QR code' }).waitFor();
    const mail = (await dialog.getByRole('link', { name: 'Write a mail' }).getAttribute('href')) ?? '';
    expect(decodeURIComponent(mail)).toContain(link);
    expect(mail).not.toContain(code.replace(' ', ''));
    await expectGood(owner, 'the dialog');

    await using doctor = await app.visitAsStranger(link.slice(app.site.length));
    await doctor.page.getByLabel('Code').fill(code);
    await doctor.page.keyboard.press('Enter');
    await doctor.page.waitForURL('**/shared');
    await doctor.page.getByRole('heading', { name: 'Demo, Ada' }).waitFor();
    await doctor.page.getByText('Second opinion on the head').waitFor();
    expect(doctor.complaints).toEqual([]);
    await doctor.page.getByRole('link', { name: 'View the images' }).click();
    await doctor.page.locator('[data-shown]').first().waitFor({ timeout: LONG_MS });
    await doctor.page.goBack();
    await doctor.page.getByRole('heading', { name: 'Demo, Ada' }).waitFor();
    const asked = async (path: string) => (await doctor.context.request.get(`${app.site}${path}`)).status();
    expect(await asked(`/api/studies/${ct}/series`)).toBe(404);
    expect(await asked(`/dicom-web/studies/${ct}/metadata`)).toBe(404);
    expect(await asked('/api/shares')).toBe(403);
    await doctor.page.goto(`${app.site}/studies`);
    expect(new URL(doctor.page.url()).pathname).toBe('/login');
  });

  it('a person is shared with what is still to come', async () => {
    await using owner = await app.visit('/people');
    const { page } = owner;
    await page
      .getByRole('link', { name: /Demo, Ada/i })
      .first()
      .click();
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share by a link' });
    await dialog.getByRole('textbox', { name: 'For whom' }).fill('Everything of Ada');
    await dialog.getByText('90', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    await dialog.getByTestId('share-code').waitFor();
    const { shares } = await client.sharesList();
    const made = shares.find(({ title }) => title === 'Everything of Ada')!;
    const rule = { patientKey: expect.any(String) };
    expect(made).toMatchObject({ scope: { kind: 'rules', rules: [rule] }, hasCode: true, viewOnly: false });
    const days = (Date.parse(made.expiresAt!) - Date.parse(made.createdAt)) / 86_400_000;
    expect(Math.round(days)).toBe(90);
  });

  it('images are asked for from the page of a person: who has the link and its code sends them, and sees nothing', async () => {
    await using owner = await app.visit('/people');
    const { page } = owner;
    await page
      .getByRole('link', { name: /Demo, Ada/i })
      .first()
      .click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Images that somebody sends' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for images by a link' });
    await expect
      .poll(() => dialog.getByRole('combobox', { name: 'Collection' }).inputValue())
      .toContain('inbox');
    expect(await dialog.getByRole('textbox', { name: 'For whom' }).inputValue()).toMatch(/Demo, Ada/i);
    await expectGood(owner, 'what is asked for');
    await dialog.getByText('10 GB').click();
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = (await dialog.locator('code').textContent()) ?? '';
    const code = (await dialog.getByTestId('share-code').textContent()) ?? '';
    const mail = (await dialog.getByRole('link', { name: 'Write a mail' }).getAttribute('href')) ?? '';
    expect(decodeURIComponent(mail)).toContain('Please send the images here');
    await dialog.getByRole('button', { name: 'Done' }).click();

    await using clinic = await app.visitAsStranger(link.slice(app.site.length), phone);
    await clinic.page.getByLabel('Code').fill(code);
    await clinic.page.keyboard.press('Enter');
    await clinic.page.waitForURL('**/upload');
    await clinic.page.getByText('Drop a disc or its image').waitFor();
    expect((await clinic.context.request.get(`${app.site}/api/studies`)).status()).toBe(403);

    await page.goto(`${app.site}/shares`);
    const card = page.getByRole('article', { name: /^Images of/ });
    await card.getByText('for sending images').waitFor();
    await card.getByText('opened once').waitFor();
    const { shares } = await client.sharesList();
    expect(shares.find(({ upload }) => upload)).toMatchObject({
      hasCode: true,
      upload: { maxBytes: 10_000_000_000 },
      scope: { kind: 'rules', rules: [{ collection: 'inbox' }] },
    });
  });

  it.each(views)('the page of the links asks for images too: %j', async (view) => {
    await using owner = await app.visit('/shares', view);
    await owner.page.getByRole('button', { name: 'Ask for images' }).click();
    await owner.page.getByRole('dialog', { name: 'Ask for images by a link' }).waitFor();
    await expectGood(owner, ['asking', view]);
  });

  it('what is allowed is downloaded, and what is for looking only is not', async () => {
    const scope = { kind: 'rules' as const, rules: [{ studyInstanceUid: mr }] };
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const looking = await client.shareCreate({ title: 'To look at', scope, expiresAt, viewOnly: true });
    await using viewer = await app.visitAsStranger(looking.path);
    await viewer.page.getByText('for looking only').waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Download' }).count()).toBe(0);
    await using doctor = await app.visitAsStranger((await shareOf(mr)).path);
    await doctor.page.getByRole('button', { name: 'Download' }).first().click();
    const [download] = await Promise.all([
      doctor.page.waitForEvent('download'),
      doctor.page.getByRole('menuitem', { name: 'Zip with DICOM files' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`study-${mr}.zip`);
    expect(await download.failure()).toBeNull();
  });

  it('hides the name where that was asked for: in the dialog, in the list, on the page and in the viewer', async () => {
    await using owner = await app.visit(`/studies/${mr}`);
    const { page } = owner;
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share by a link' });
    await dialog.getByRole('textbox', { name: 'For whom' }).fill('For the conference');
    await dialog.getByRole('switch', { name: 'Hide name and IDs' }).click();
    await dialog.getByText('Look at the pictures first').waitFor();
    expect(await dialog.getByRole('switch', { name: 'May download' }).isChecked()).toBe(false);
    expect(await dialog.getByRole('switch', { name: 'May download' }).isDisabled()).toBe(true);
    await dialog.getByRole('switch', { name: 'Ask for a code' }).click();
    expect(await axeOn(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = (await dialog.locator('code').textContent()) ?? '';
    await page.goto(`${app.site}/shares`);
    await shareCard(page, 'For the conference').getByText('name hidden').first().waitFor();

    await using doctor = await app.visitAsStranger(link.slice(app.site.length));
    await doctor.page.getByRole('heading', { name: 'For the conference' }).waitFor();
    await doctor.page.getByText('Name hidden', { exact: true }).waitFor();
    await expectGood(doctor, 'a link that hides the name');
    const nobody = async () =>
      expect(await doctor.page.evaluate('document.body.innerText')).not.toMatch(/Demo|Ada|DEMO/);
    await nobody();
    await doctor.page.getByRole('link', { name: 'View the images' }).click();
    await doctor.page.locator('[data-corner="topLeft"]').getByText('Name hidden').first().waitFor();
    await doctor.page.waitForLoadState('networkidle');
    await nobody();
    expect(doctor.complaints).toEqual([]);
  });

  it('the list says what is shared and how often it was opened; what is revoked ends at once, and opens again', async () => {
    const { path } = await shareOf(ct);
    await using doctor = await app.visitAsStranger(path);
    await doctor.page.getByRole('link', { name: 'View the images' }).waitFor();
    await using owner = await app.visit('/shares');
    const card = shareCard(owner.page, 'For Dr. Weber').first();
    await card.getByRole('button', { name: 'opened once' }).click();
    const looks = owner.page.getByRole('dialog', { name: 'Looks at For Dr. Weber' });
    await looks.getByText(/^from (127|::1|::ffff:127)/).waitFor();
    await looks.getByText('opened', { exact: true }).waitFor();
    await looks.getByText('looked', { exact: true }).waitFor();
    await looks.getByRole('link', { name: /CT Thorax/ }).waitFor();
    await expectGood(owner, 'the looks');
    await owner.page.keyboard.press('Escape');
    await card.getByRole('button', { name: 'Revoke' }).click();
    await owner.page.getByText('The link opens nothing any more').waitFor();
    await doctor.page.getByRole('link', { name: 'View the images' }).click();
    await doctor.page.getByRole('heading', { name: 'This link is over' }).waitFor();
    await using again = await app.visitAsStranger(path);
    await again.page.getByText('This link was revoked').waitFor();
    await owner.page.getByRole('button', { name: 'Undo' }).click();
    await shareCard(owner.page, 'For Dr. Weber').first().getByText('opened once').waitFor();
    await using third = await app.visitAsStranger(path);
    await third.page.getByRole('link', { name: 'View the images' }).waitFor();
  });

  it('an expired link says that it has expired, and who is logged in is told so instead of being shown too much', async () => {
    const { path } = await shareOf(ct, new Date(Date.now() - 60_000));
    await using late = await app.visitAsStranger(path);
    await late.page.getByText('This link has expired').waitFor();
    await using owner = await app.visit('/shares?show=over');
    await shareCard(owner.page, 'For Dr. Weber')
      .first()
      .getByText(/expired /)
      .waitFor();
    await owner.page.goto(app.site + (await shareOf(mr)).path);
    await owner.page.getByRole('heading', { name: 'You are logged in as ada' }).waitFor();
    await owner.page.getByRole('button', { name: 'Log out, and open the link' }).click();
    await owner.page.getByRole('heading', { name: 'Demo, Ada' }).waitFor();
  });

  it.each(views)('no page has a fault that axe finds or is wider than the screen: %j', async (view) => {
    const { path } = await shareOf(mr);
    await using doctor = await app.visitAsStranger(path, view);
    await doctor.page.getByRole('link', { name: 'View the images' }).waitFor();
    await expectGood(doctor, ['/shared', view]);
    await using owner = await app.visit('/shares?show=all', view);
    await owner.page.getByRole('heading', { name: 'Shares' }).waitFor();
    await expectGood(owner, ['/shares', view]);
  });
});
