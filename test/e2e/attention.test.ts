/** What needs a person is said in the language of who reads, and leads to where it is seen to. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

let app: WebApp;
let sources: TemporaryDirectory;

const english = /\b(the|is|are|cannot|could|not|says|of|No|Nothing|Show)\b/;
const rule = { when: 'study quiet', do: [{ notify: { mail: 'ada@example.org' } }] };

const sayInFile = (content: object): void =>
  writeFileSync(join(app.server.data, 'automation.yaml'), JSON.stringify(content));

describe.skipIf(!hasChromium)('what needs attention', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    sources = new TemporaryDirectory('sources');
    mkdirSync(sources.join('share', 'not-taken'), { recursive: true });
    app = await WebApp.open({ args: ['--source-folders', sources.path] });
    mkdirSync(join(app.server.data, 'extensions'), { recursive: true });
    writeFileSync(join(app.server.data, 'extensions', 'lab.ts'), 'export default {');
    sayInFile({ rules: { mails: rule }, inboxes: { share: { folder: sources.join('nowhere') } } });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    sources.remove();
  });

  it('is German on a German page, behind the bell and on the first page, and leads to its tab', async () => {
    await expect
      .poll(async () => (await isocenter(app.server, 'status')).stdout, { timeout: 30_000 })
      .toMatch(/Rule mails: No mail server is set.*touched by it\.\n.*The extension lab cannot be used/);
    for (const size of ['desk', 'phone'] as const) {
      await using open = await app.visit('/', { locale: 'de-DE', size });
      const { page } = open;
      const home = page.getByRole('region', { name: 'Braucht Aufmerksamkeit' });
      await home.getByText(/^Kein Mailserver ist eingestellt/).waitFor();
      await home.getByText(/^Der Ordner des Eingangs share ist nicht da/).waitFor();
      await home.getByText(/^Die Erweiterung lab ist nicht zu brauchen/).waitFor();
      await page.getByRole('button', { name: /Aufmerksamkeit/ }).click();
      const bell = page.getByRole('dialog', { name: /Aufmerksamkeit/ });
      await bell.getByText('Nichts im Archiv ist davon betroffen.').first().waitFor();
      await expectGood(open, 'bell');
      // What is wrong with a program of somebody is in the words of that program.
      const told = (await bell.getByRole('paragraph').allTextContents()).filter(
        (line) => !line.startsWith('Die Erweiterung'),
      );
      expect(told.length).toBeGreaterThan(4);
      expect(told.filter((line) => english.test(line))).toEqual([]);
      await bell.getByText(/^Regel mails/).waitFor();
      await bell.getByRole('link', { name: 'Zeigen' }).last().click();
      await page.getByRole('tab', { name: 'Erweiterungen', selected: true }).waitFor();
      await page.getByText(/^Die Erweiterung lab ist nicht zu brauchen/).waitFor();
    }
  });

  it('is German where the server looks at itself, with numbers as they are written there', async () => {
    for (const size of ['desk', 'phone'] as const) {
      await using open = await app.visit('/admin/status', { locale: 'de-DE', size, colorScheme: 'dark' });
      const checks = open.page.getByRole('region', { name: 'Prüfungen' });
      await checks.getByText(/^Einstellungen Alle \d+ Einstellungen sind gültig\.$/).waitFor();
      await checks.getByText(/^Speicherplatz \d+(,\d)? von \d+(,\d)? GB sind frei\.$/).waitFor();
      await expectGood(open, 'status');
      const told = await checks.getByRole('listitem').allTextContents();
      expect(told.length).toBeGreaterThan(12);
      expect(told.filter((line) => english.test(line) || line.includes('_hint'))).toEqual([]);
    }
  });

  it('says where the mistakes of the automation file are, and shows them', async () => {
    sayInFile({ rules: { mails: { when: 'never' } } });
    await expect
      .poll(async () => (await isocenter(app.server, 'status')).stdout, { timeout: 30_000 })
      .toMatch(/The automation file has mistakes \(\d+\) and is not in use/);
    await using open = await app.visit('/', { locale: 'de-DE', colorScheme: 'dark' });
    const home = open.page.getByRole('region', { name: 'Braucht Aufmerksamkeit' });
    await home.getByText(/^Die Automationsdatei hat Fehler \(\d+\) und wird nicht benutzt/).waitFor();
    await home.getByRole('link', { name: 'Zeigen' }).first().click();
    await open.page.getByRole('tab', { name: /Datei/, selected: true }).waitFor();
  });
});
