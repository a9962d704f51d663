/** The pages of who administers the archive, in a real browser. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { freePort } from '../support/ports.ts';
import { password, WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;
const paths = [
  'status',
  'quarantine',
  'nodes',
  'accounts',
  'accounts/ada',
  'groups',
  'tokens',
  'emergencies',
  'audit',
  'settings',
];

let app: WebApp;
let made = 0;

/** What is tried again meets what it made before. */
const unique = (name: string): string => `${name}${++made}`;

/** Names that are as long as they may be, and names that are written from right to left. */
const awkward = { long: `n${'o'.repeat(60)}`, rightToLeft: 'قسم الأشعة', chinese: '放射科'.repeat(40) };

describe.skipIf(!hasChromium)('the administration', againInBrowser, () => {
  beforeAll(async () => {
    app = await WebApp.open();
    await app.addUser('vera', ['--role', 'viewer']);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('has no fault that axe finds, fits the screen, and breaks no policy', { timeout: 240_000 }, async () => {
    for (const view of views) {
      await using open = await app.visit('/admin/status', view);
      const { page, complaints } = open;
      for (const path of paths) {
        await page.goto(`${app.site}/admin/${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        expect({ path, view, found: await axeOn(page) }).toEqual({ path, view, found: [] });
        const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect({ path, view, isTooWide }).toEqual({ path, view, isTooWide: false });
      }
      expect(complaints).toEqual([]);
    }
  });

  it('is not shown to who may not, nor to who may not any more', async () => {
    await using vera = await app.visit('/', {}, 'vera');
    await vera.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await vera.page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
    await vera.page.goto(`${app.site}/admin/nodes`);
    await vera.page.getByRole('heading', { name: 'This is for administrators' }).waitFor();

    const bobName = unique('bob');
    await app.addUser(bobName, ['--role', 'administrator']);
    await using bob = await app.visit('/admin/accounts', {}, bobName);
    await bob.page.getByRole('link', { name: bobName, exact: true }).waitFor();
    await using ada = await app.visit(`/admin/accounts/${bobName}`);
    await ada.page.getByRole('button', { name: 'Take back: Everything · everything' }).click();
    await ada.page.getByText('Taken back').waitFor();
    await bob.page.getByRole('link', { name: 'Tokens' }).click();
    await bob.page.getByRole('heading', { name: 'This is for administrators' }).waitFor();
    await ada.page.getByRole('button', { name: 'Undo' }).click();
    await ada.page.getByRole('button', { name: 'Take back: Everything · everything' }).waitFor();
  });

  it('makes a node, tests it, forgets it and takes that back', async () => {
    await using open = await app.visit('/admin/nodes');
    const { page, complaints } = open;
    await page.getByText('What to type in the scanner').waitFor();
    const itself = unique('itself');
    const long = unique(awkward.long);
    await addNode(page, { name: itself, aeTitle: 'ISOCENTER', port: String(app.server.dicomPort) });
    await page.getByRole('button', { name: `Test ${itself}` }).click();
    await page.getByText(/^in [\d,]+ ms$/).waitFor();
    await addNode(page, { name: long, aeTitle: 'NOBODY', port: String(await freePort()) });
    await page.getByRole('button', { name: `Test ${long}` }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByText(/Nothing answers there/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Change ${long}` }).click();
    await page.getByRole('button', { name: /TLS, further/ }).click();
    await page.getByLabel('Note').fill(`${awkward.rightToLeft} ${awkward.chinese}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(awkward.rightToLeft).waitFor();
    await page.getByRole('button', { name: `Remove ${long}` }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: `Test ${long}` }).waitFor();
    await page.getByText(awkward.rightToLeft).waitFor();
    // The browser notes the answer of the test that failed; of anything else it has nothing to say.
    expect(complaints.filter((text) => !text.includes('502'))).toEqual([]);
  });

  it('makes a node that is DICOMweb, and keeps what lets us in there', async () => {
    const service = createServer(({ headers }, response) => {
      response.writeHead(headers.authorization === 'Bearer sesame' ? 200 : 401).end('[]');
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    await using open = await app.visit('/admin/nodes?add=true');
    const { page } = open;
    const name = unique('cloud');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByText('DICOMweb', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('An address such as').waitFor();
    expect(await axeOn(page)).toEqual([]);
    const { port } = service.address() as AddressInfo;
    await dialog.getByLabel('Address of its DICOMweb').fill(`http://127.0.0.1:${port}/dicom-web`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: `Test ${name}` }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByText(/Check the user and the password or token/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Change ${name}` }).click();
    await dialog.getByLabel('Token', { exact: true }).fill('sesame');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `Test ${name}` }).click();
    await page.getByText(/^in [\d,]+ ms$/).waitFor();
    await page.getByRole('button', { name: `Search ${name}` }).waitFor();
    service.close();
  });

  it('makes one node of a form that is sent again because its secret was refused', async () => {
    await using open = await app.visit('/admin/nodes?add=true');
    const { page } = open;
    const name = unique('once');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByText('DICOMweb', { exact: true }).click();
    await dialog.getByLabel('Address of its DICOMweb').fill('http://192.0.2.7/dicom-web');
    await dialog.getByLabel('Token', { exact: true }).fill('sesame');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/a secret is sent by https only/).waitFor();
    await dialog.getByText('It is added under this name, which stays').waitFor();
    expect(await dialog.getByLabel('Name').getAttribute('readonly')).not.toBeNull();
    expect(await axeOn(page)).toEqual([]);
    await dialog.getByLabel('Address of its DICOMweb').fill('https://192.0.2.7/dicom-web');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: `Change ${name}` }).count()).toBe(1);
    await page.getByText('https://192.0.2.7/dicom-web').waitFor();
    expect(await page.getByText('http://192.0.2.7/dicom-web').count()).toBe(0);
  });

  it('says what is wrong with a node before it is sent', async () => {
    for (const view of views) {
      await using open = await app.visit('/admin/nodes?add=true', view);
      const { page } = open;
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('An address or a host name').waitFor();
      await page.getByText('1 to 16 plain characters').waitFor();
      expect({ view, found: await axeOn(page) }).toEqual({ view, found: [] });
    }
  });

  it('says in the language of who reads why a node does not answer', async () => {
    const name = unique('stumm');
    await isocenter(app.server, 'nodes', 'add', name, 'NOBODY', '127.0.0.1', String(await freePort()));
    await using open = await app.visit('/admin/nodes', { locale: 'de' });
    const { page } = open;
    await page.getByRole('button', { name: `${name} testen` }).click();
    await page.getByRole('button', { name: 'Nein', exact: true }).click();
    await page.getByText(/127\.0\.0\.1:\d+ ist nicht zu erreichen/).waitFor();
  });

  it('makes an account whose person chooses the password by a link, and shuts them out', async () => {
    await using open = await app.visit('/admin/accounts?add=true');
    const { page, complaints } = open;
    const name = unique('carol');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const link = (await dialog.locator('code').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    await using carol = await app.visitAsStranger(link.replace(app.site, ''));
    await carol.page.getByLabel(/New password/).fill(password);
    await carol.page.getByLabel('Once more').fill(password);
    await carol.page.getByRole('button', { name: 'Set the password' }).click();
    await carol.page.getByRole('heading', { name: 'Arrived last' }).waitFor();

    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await page.getByText(/studies, .* images/).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await page.getByText(`${name} can do nothing now`).waitFor();
    await carol.page.reload();
    await carol.page.waitForURL(/\/(login)?$/);
    expect(await carol.page.getByRole('heading', { name: 'Arrived last' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('disabled', { exact: true }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('makes a token that is shown once, and a group and a collection with a member', async () => {
    await using open = await app.visit('/admin/tokens?add=true');
    const { page, complaints } = open;
    const group = unique('readers');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Sicherung 放射科');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const token = (await dialog.locator('code').textContent()) ?? '';
    expect(token).toMatch(/^iso_/);
    const asked = await fetch(`${app.site}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(asked.status).toBe(200);
    await page.goto(`${app.site}/admin/tokens`);
    await page.getByText('Sicherung 放射科').first().waitFor();
    expect(await page.locator('body').textContent()).not.toContain(token);

    await page.goto(`${app.site}/admin/groups?add=true`);
    await dialog.getByLabel('Name').fill(group);
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { level: 1, name: group }).waitFor();
    await page.getByRole('combobox', { name: 'Account' }).fill('vera');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Take vera out' }).waitFor();

    await page.goto(`${app.site}/admin/collections?add=true`);
    await dialog.getByLabel('Name').fill(unique('knee'));
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Let somebody in' }).click();
    await dialog.getByText('Group', { exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Group' }).fill(group);
    await dialog.getByRole('button', { name: 'Let somebody in' }).click();
    await page.getByText(`Group ${group}`).waitFor();
    expect(complaints).toEqual([]);
  });

  it('verifies what is kept and says how it went', async () => {
    await using open = await app.visit('/admin/status');
    await open.page.getByRole('button', { name: 'Verify everything' }).click();
    await open.page.getByText(/All as it came/).waitFor();
    await open.page
      .getByText(/^Data directory/)
      .first()
      .waitFor();
  });

  it('finds who did what, keeps that in the address, exports it and verifies the chain', async () => {
    await using open = await app.visit('/admin/audit?action=log%20in');
    const { page, complaints } = open;
    await page.getByRole('table').getByText('log in').first().waitFor();
    expect(await page.getByRole('table').getByText('administer').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Who' }).fill('vera');
    await page.waitForURL(/actor=vera/);
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByText('The log is whole').waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('audit.csv');
    expect(complaints).toEqual([]);
  });

  it('names the command line in the language of who reads, and finds by that name', async () => {
    await using open = await app.visit('/admin/accounts/ada', { locale: 'de-DE' });
    const { page } = open;
    await page.getByText(/^Angelegt .* von Befehlszeile/).waitFor();
    await page.goto(`${app.site}/admin/audit?outcome=done`);
    await page.getByRole('combobox', { name: 'Wer' }).fill('Befehlszeile');
    await page.waitForURL(/actor=command/);
    const rows = page.getByRole('row').filter({ hasText: 'Befehlszeile' });
    await rows.first().waitFor();
    expect(await page.getByText('command line', { exact: true }).count()).toBe(0);
  });

  it('says where a setting comes from, checks a new value, and what to write', async () => {
    await using open = await app.visit('/admin/settings?find=dicomPort');
    const { page } = open;
    await page.getByText('from a flag').waitFor();
    await page.getByRole('button', { name: /dicomPort/ }).click();
    await page.getByLabel('New value').fill('70000');
    await page.getByText(/65535/).waitFor();
    await page.getByLabel('New value').fill('104');
    await page.getByText('"dicomPort": 104').waitFor();
    await page.getByText('ISOCENTER_DICOM_PORT=104').waitFor();
  });
});

interface NewNode {
  readonly name: string;
  readonly aeTitle: string;
  readonly port: string;
}

async function addNode(page: Page, { name, aeTitle, port }: NewNode): Promise<void> {
  await page.getByRole('button', { name: 'Add a node' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('AE title').first().fill(aeTitle);
  await dialog.getByLabel('Address', { exact: false }).first().fill('127.0.0.1');
  await dialog.getByLabel('Port').fill(port);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}
