/** Adding files, folders and discs in a real browser, with what goes wrong on the way. */
import {
  copyFileSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { type CorpusShape, writeCorpus } from '../support/corpus.ts';
import { isoOf } from '../support/disc-image.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, type View, WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

/** Files that are no images: a report, and what the viewer on a disc brings along. */
const report = '%PDF-1.7\n% a report of the clinic\n';

let app: WebApp;
let files: TemporaryDirectory;
let seed = 700;

describe.skipIf(!hasChromium)('adding', againInBrowser, () => {
  beforeAll(async () => {
    files = new TemporaryDirectory('adding');
    app = await WebApp.open();
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    files.remove();
  });

  /** A folder of images that nobody has seen before. */
  function folder(name: string, more: Partial<CorpusShape> = {}): string {
    const path = files.join(`${++seed}`, name);
    writeCorpus(join(path, 'IMAGES'), { kind: 'tiny', studies: 1, instancesPerSeries: 5, seed, ...more });
    return path;
  }

  async function visitAdd(view: View = {}): Promise<OpenPage> {
    const open = await app.visit('/add', view);
    // Whoever may not add anything sees no buttons.
    await open.page.getByRole('button', { name: 'Choose files' }).waitFor();
    return open;
  }

  /** As the system does it: files of the disk, held over the page and let go. */
  async function drop(page: Page, paths: readonly string[]): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
  }

  const status = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();
  const count = (page: Page, outcome: string, number: number) =>
    page.getByText(new RegExp(`^${outcome} ${number}$`)).waitFor();

  it('takes a folder that is dropped on any page, says whose it is, and keeps the letter beside it', async () => {
    const path = folder('FROM CLINIC');
    writeFileSync(join(path, 'Befund.pdf'), report);
    writeFileSync(join(path, 'AUTORUN.INF'), '[autorun]\n');
    await using open = await app.visit('/people');
    const { page, complaints } = open;
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await drop(page, [path]);
    await page.waitForURL('**/add');
    await status(page, 'Done: 7 files looked at');
    await count(page, 'Added', 5);
    await count(page, 'No images', 2);
    await page.getByRole('button', { name: 'Keep 1 document' }).click();
    await status(page, '1 document is kept.');
    await page.getByRole('link', { name: 'Open the timeline: 1 study' }).click();
    await page.getByRole('region', { name: 'Documents' }).getByText('Befund', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Add', exact: true }).first().click();
    await drop(page, [path]);
    await count(page, 'Here already', 5);
    expect(complaints).toEqual([]);
  });

  it('says whose images are expected, and asks whether those of another name and ID are theirs', async () => {
    await using open = await app.visit(`/people/${encodeURIComponent('4711\\issuer\\PRAXIS-MUELLER')}`);
    const { page } = open;
    await page.getByRole('heading', { level: 1, name: 'DEMO, ADA' }).waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Images', exact: true }).click();
    await page.waitForURL('**/add?who=*');
    const expected = page.getByRole('region', { name: 'Images of DEMO, ADA are expected.' });
    await expected.waitFor();
    await drop(page, [folder('HER NAME NOW')]);
    await count(page, 'Added', 5);
    expect(new URL(page.url()).searchParams.get('who')).toContain('4711');
    const asked = expected.getByRole('alert').filter({ hasText: '1 study came of' });
    await asked.waitFor();
    expect(await axeOn(page)).toEqual([]);
    await asked.getByRole('button', { name: 'Yes, one person' }).click();
    await asked.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('alert').filter({ hasText: '1 study came of' }).waitFor();
    await page.getByRole('link', { name: 'They may be of anybody' }).click();
    await page.getByText('are expected.').waitFor({ state: 'detached' });
  });

  it('tells what the index of a disc names and the disc has not', async () => {
    const disc = files.join(`${++seed}`, 'DISC');
    mkdirSync(disc, { recursive: true });
    await isocenter(app.server, 'export', disc, '--dicomdir', '--query', 'ModalitiesInStudy=CR');
    const images = globSync(`${disc}/*/**/*`).filter((name) => statSync(name).isFile());
    const image = images[0]!;
    rmSync(image);
    await using open = await visitAdd();
    const [chooser] = await Promise.all([
      open.page.waitForEvent('filechooser'),
      open.page.getByRole('button', { name: 'Choose a folder or disc' }).click(),
    ]);
    await chooser.setFiles(disc);
    await count(open.page, 'Missing on the disc', 1);
    await count(open.page, 'Index of a disc', 1);
    await open.page
      .getByRole('group', { name: 'What became of each file' })
      .getByText(`DISC/${relative(disc, image)}`)
      .waitFor();
  });

  it('tells what cannot be read of the image of a disc, and takes the rest', async () => {
    const disc = files.join(`${++seed}`, 'DISC');
    mkdirSync(disc, { recursive: true });
    await isocenter(app.server, 'export', disc, '--dicomdir', '--query', 'ModalitiesInStudy=MR');
    const contents = globSync(`${disc}/**/*`)
      .filter((name) => statSync(name).isFile())
      .map((name) => [relative(disc, name), readFileSync(name)] as const);
    const images = contents.filter(([name]) => name.includes('/'));
    const missing = images[0]![0];
    const image = files.join(`${seed}`, 'disc.iso');
    const kept = contents.filter(([name]) => name !== missing);
    writeFileSync(image, await isoOf({ ...Object.fromEntries(kept), 'ZZ/LAST': Buffer.alloc(4_096, 1) }));
    // As a disc that was scratched at its edge: its last file has no end.
    truncateSync(image, statSync(image).size - 2_048);
    await using open = await visitAdd();
    await drop(open.page, [image]);
    await status(open.page, /^Done/);
    await count(open.page, 'Here already', images.length - 1);
    await count(open.page, 'Not taken in', 2);
    const listed = open.page.getByRole('group', { name: 'What became of each file' });
    await listed.getByText(`disc.iso/${missing}`).waitFor();
    await listed.getByText('The DICOMDIR names it, and it is not there.').waitFor();
    await listed.getByText('disc.iso/ZZ/LAST').waitFor();
    await listed.getByText(/The disc image cannot be read at byte \d+/).waitFor();
  });

  it('says what is wrong with a file in the language of who reads', async () => {
    const path = folder('BROKEN');
    const [image] = globSync(`${path}/**/*.dcm`);
    truncateSync(image!, 700);
    await using open = await app.visit('/add', { locale: 'de' });
    const { page } = open;
    await page.getByRole('button', { name: 'Dateien wählen' }).waitFor();
    await drop(page, [image!]);
    await page.getByText(/^Die Daten enden bei Byte \d+; \d+ weitere Bytes waren angekündigt\.$/).waitFor();
  });

  it('looks into zips and discs, and says of nothing that it is nothing', async () => {
    const path = folder('IN ZIP');
    const archive = join(path, 'films.zip');
    const members = globSync(`${path}/**/*.dcm`).map((each) => [basename(each), readFileSync(each)]);
    writeFileSync(archive, zipSync({ ...Object.fromEntries(members), 'report.pdf': Buffer.from(report) }));
    const [empty, nothing] = [join(path, 'empty.dcm'), join(path, 'an empty folder')];
    writeFileSync(empty, '');
    mkdirSync(nothing);
    await using open = await visitAdd();
    const { page } = open;
    await drop(page, [nothing]);
    await status(page, 'There were no files in it');
    await drop(page, [archive, empty]);
    await count(page, 'Added', 5);
    await count(page, 'Kept as documents', 1);
    await count(page, 'No images', 1);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('region', { name: 'Progress' }).waitFor({ state: 'detached' });
  });

  it('takes the images out of the image of a disc', async () => {
    const path = folder('ON A DISC');
    const images = globSync(`${path}/**/*.dcm`).map(
      (each, at) => [`IMAGES/IM${at}`, readFileSync(each)] as const,
    );
    const disc = join(path, 'disc.iso');
    writeFileSync(disc, await isoOf({ ...Object.fromEntries(images), 'README.TXT': 'from the clinic' }));
    await using open = await visitAdd();
    await drop(open.page, [disc]);
    await count(open.page, 'Added', 5);
    await open.page.getByRole('link', { name: 'Open the timeline: 1 study' }).waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('goes on after a pause, a line that is cut, and a session that ends; a closed page says so before', async () => {
    const path = folder('SLOW', { kind: 'mr', instancesPerSeries: 60 });
    await using open = await visitAdd();
    const { page, context } = open;
    const session = await context.newCDPSession(page);
    const slow = { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: 1_500_000 };
    await session.send('Network.emulateNetworkConditions', slow);
    await drop(page, [path]);
    await page.getByRole('button', { name: 'Pause' }).click();
    await status(page, 'Paused');
    const leaving = page.waitForEvent('dialog');
    const gone = page.goto(`${app.site}/studies`).catch(() => undefined);
    await (await leaving).dismiss();
    await gone;
    await page.getByRole('button', { name: 'Go on' }).click();
    await status(page, 'Adding');
    await session.send('Network.emulateNetworkConditions', { ...slow, offline: true });
    await page.getByText('The server does not answer').waitFor();
    const cookies = await context.cookies();
    await context.clearCookies();
    await session.send('Network.emulateNetworkConditions', slow);
    await page.getByRole('alert').getByText('You are logged out').first().waitFor();
    await context.addCookies(cookies);
    await session.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    await page.getByRole('button', { name: 'Go on' }).click();
    await status(page, /^Done: 60 files/);
    await count(page, 'Added', 60);
  });

  it('says that the disk is full, and what that means', async () => {
    const huge = files.join('huge.iso');
    writeFileSync(huge, '');
    // It takes no room here, and more than there is anywhere.
    truncateSync(huge, 1_000 * 2 ** 30);
    await using open = await visitAdd();
    const { page } = open;
    await drop(page, [huge]);
    await page.getByText('The disk of the archive is full').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await status(page, 'Stopped: 1 file was not sent');
    rmSync(huge);
  });

  it('offers to go on with what was interrupted, and sends nothing twice', async () => {
    const path = folder('AGAIN', { kind: 'mr', instancesPerSeries: 60 });
    await using open = await visitAdd();
    const { page } = open;
    await page.route('**/api/jobs/*', (route) => route.abort());
    await drop(page, [path]);
    await page.getByText('The server does not answer').waitFor();
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByText('Adding “AGAIN” was interrupted').waitFor();
    await page.unroute('**/api/jobs/*');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/uploads')) sent.push(request.method());
    });
    await drop(page, [path]);
    await count(page, 'Added', 60);
    expect(sent).toEqual([]);
  });

  it('bears names that are as long as can be and of other scripts, and many files', {
    timeout: 240_000,
  }, async () => {
    const images = folder('NAMED', { instancesPerSeries: 3 });
    const path = join(images, 'NAMES');
    mkdirSync(path);
    const found = globSync(`${images}/**/*.dcm`);
    const names = [`${'ä'.repeat(120)}.dcm`, 'מחלקת הדמיה.dcm', 'レントゲン "1".dcm'];
    for (const [index, name] of names.entries()) copyFileSync(found[index]!, join(path, name));
    for (let index = 0; index < 1_000; index++) writeFileSync(join(path, `${index}.txt`), 'no image\n');
    await using open = await visitAdd();
    const { page } = open;
    page.setDefaultTimeout(120_000);
    await drop(page, [path]);
    await status(page, 'Done: 1003 files looked at');
    await count(page, 'Added', 3);
    await page.getByText('No images 1,000').waitFor();
    await page.getByText('Added 3').click();
    await page.getByRole('group', { name: 'What became of each file' }).getByText(names[1]!).waitFor();
  });

  it.each(views)('is good to look at: $size, $colorScheme', async (view) => {
    const path = folder('LOOK');
    writeFileSync(join(path, 'Befund.pdf'), report);
    await using open = await visitAdd(view);
    const { page, complaints } = open;
    const look = async () => {
      await page.waitForLoadState('networkidle');
      expect(await axeOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    };
    await look();
    await drop(page, [path]);
    await status(page, 'Done: 6 files looked at');
    await page.getByText(/^Added 5$/).click();
    await look();
    await page.getByRole('button', { name: 'Photograph papers' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Person' }).waitFor();
    await look();
    expect(complaints).toEqual([]);
  });

  it('is not for who may only look', async () => {
    await app.addUser('vera', ['--role', 'viewer']);
    await using open = await app.visit('/add', {}, 'vera');
    await open.page.getByText('Your account may look at what is here, and add nothing.').waitFor();
  });
});
