/** Images that are taken away from the web app: what comes down is opened and compared; in a real browser. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindRow, ListedJob } from '../../src/contract/index.ts';
import { parseFile, tags } from '../../src/dicom/index.ts';
import { openDiscImage, readDicomdir } from '../../src/media/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import { dcmtk, hasDcmtk, startStorescp } from '../support/dcmtk.ts';
import { pdfFile } from '../support/documents.ts';
import { findProgram, waitFor } from '../support/processes.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

let app: WebApp;
let studies: FindRow[];
const directory = new TemporaryDirectory('taking-away');

const uidOf = (row: FindRow): string => String(row.StudyInstanceUID);
const smallest = (): FindRow =>
  studies.toSorted(
    (a, b) => Number(a.NumberOfStudyRelatedInstances) - Number(b.NumberOfStudyRelatedInstances),
  )[0]!;

/** What comes when the dialog's button is pressed: where it lies now, and what it is called. */
async function download(page: Page): Promise<{ path: string; name: string }> {
  const [started] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Download', exact: true }).click(),
  ]);
  const path = directory.join(`${Date.now()}-${started.suggestedFilename()}`);
  await started.saveAs(path);
  return { path, name: started.suggestedFilename() };
}

/** As DCMTK sees it, where that is installed. */
async function expectDicom(file: Uint8Array): Promise<void> {
  if (!findProgram('dcmftest')) return;
  const path = directory.join('one.dcm');
  writeFileSync(path, file);
  expect(await dcmtk('dcmftest', [path])).toMatchObject({ code: 0, stdout: expect.stringContaining('yes:') });
}

const openDialog = (page: Page) =>
  page.getByRole('button', { name: 'Download', exact: true }).first().click();

describe.skipIf(!hasChromium)('taking images away', { timeout: 180_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open();
    studies = await isocenterJson<FindRow[]>(app.server, ['find', 'study']);
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    directory.remove();
  });

  it.skipIf(!hasDcmtk)('a study goes to a workstation, and everything of it arrives there', async () => {
    await using workstation = await startStorescp({
      directory: directory.join(`received-${Date.now()}`),
      aet: 'WORKSTATION',
    });
    const { aet, port } = workstation;
    const name = `workstation-${port}`;
    expect(await isocenter(app.server, 'nodes', 'add', name, aet, '127.0.0.1', String(port))).toMatchObject({
      code: 0,
    });
    const study = smallest();
    await using open = await app.visit(`/studies/${uidOf(study)}`);
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Send the study' });
    await dialog.getByRole('combobox', { name: 'To' }).click();
    await page.getByRole('option', { name }).click();
    expect(await axeOn(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send' }).click();
    await page.getByText(`On the way to ${name}`).waitFor();
    await waitFor('the job', async () => {
      const [job] = await isocenterJson<ListedJob[]>(app.server, ['jobs', 'list']);
      return job?.state === 'done';
    });
    const received = workstation
      .received()
      .map((file) => parseFile(readFileSync(join(workstation.directory, file))).dataset);
    expect(new Set(received.map((dataset) => dataset.string(tags.SOPInstanceUID))).size).toBe(
      Number(study.NumberOfStudyRelatedInstances),
    );
    for (const dataset of received) expect(dataset.string(tags.StudyInstanceUID)).toBe(uidOf(study));
    expect(complaints).toEqual([]);
  });

  it('a study comes as a zip, with the names that the dialog foretold while the template was changed', async () => {
    const study = smallest();
    await using open = await app.visit(`/studies/${uidOf(study)}`);
    const { page } = open;
    await openDialog(page);
    await page.getByRole('group', { name: 'The first files' }).getByText('.dcm').waitFor();
    await page.getByRole('textbox', { name: 'Template' }).fill('{Modality}/{InstanceNumber:04}.dcm');
    const preview = page.getByRole('group', { name: 'The first files' }).locator('pre');
    await expect.poll(() => preview.textContent()).toMatch(/^\w+\/0001\.dcm/);
    const foretold = ((await preview.textContent()) ?? '').split('\n');
    const { path, name } = await download(page);
    expect(name).toMatch(/^Demo, Ada \d{8} .*\.zip$/);
    const entries = unzipSync(readFileSync(path));
    expect(Object.keys(entries)).toHaveLength(Number(study.NumberOfStudyRelatedInstances));
    expect(Object.keys(entries)).toEqual(expect.arrayContaining(foretold));
    for (const file of Object.values(entries))
      expect(parseFile(file).dataset.string(tags.StudyInstanceUID)).toBe(uidOf(study));
    await expectDicom(Object.values(entries)[0]!);
    expect(open.complaints).toEqual([]);
  });

  it('what holds no images is not called so', async () => {
    const [seed, path] = [8_800, directory.join('letter.dcm')];
    writeFileSync(path, pdfFile(seed, 1, ['Dear colleague']));
    expect((await isocenter(app.server, 'import', path)).code).toBe(0);
    await using open = await app.visit(`/studies/${uid(seed, 1)}`);
    await openDialog(open.page);
    await open.page.getByRole('dialog').getByText('1 object', { exact: true }).waitFor();
    expect(await open.page.getByRole('dialog').getByText('1 image', { exact: true }).count()).toBe(0);
  });

  it('several studies come as one file: a disc of all of them, and the pictures of one', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    await page.getByRole('grid').press('ArrowDown');
    await page.getByRole('grid').press('Shift+ArrowDown');
    await page.getByText('2 selected').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Download' }).click();
    await page.getByRole('radio', { name: 'Image of a disc' }).check();
    expect(await page.getByRole('textbox', { name: 'Template' }).count()).toBe(0);
    const disc = await openDiscImage((await download(page)).path);
    const dicomdir = [...disc.files].find(([path]) => path === '/DICOMDIR')![1];
    const { records } = readDicomdir(Buffer.concat(await Array.fromAsync(dicomdir.read())));
    expect(records.filter(({ type }) => type === 'STUDY')).toHaveLength(2);
  });

  it('a disc has an index that a browser opens from the disc itself, without any server', async () => {
    const study = smallest();
    await using open = await app.visit(`/studies/${uidOf(study)}`);
    await openDialog(open.page);
    await open.page.getByRole('radio', { name: /^Image of a disc/ }).check();
    const folder = directory.join(`disc-${Date.now()}`);
    const disc = await openDiscImage((await download(open.page)).path);
    for (const [name, file] of disc.files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), Buffer.concat(await Array.fromAsync(file.read())));
    }
    await using context = await app.browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).protocol));
    await page.goto(pathToFileURL(join(folder, 'INDEX.HTM')).href);
    await page.getByRole('heading', { name: 'Medical images on this disc' }).waitFor();
    await page.getByText(/Demo/).first().waitFor();
    expect(await axeOn(page)).toEqual([]);
    const links = await page
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
    expect(links).toContain('DICOMDIR');
    for (const link of links)
      expect(readFileSync(join(folder, link)).toString('latin1', 128, 132)).toBe('DICM');
    const pictures = page.locator('figure img');
    expect(await pictures.count()).toBeGreaterThan(0);
    for (const picture of await pictures.all())
      expect(
        await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      ).toBeGreaterThan(64);
    expect(new Set(asked)).toEqual(new Set(['file:']));
  });

  it('pictures come drawn, one for each image', async () => {
    const study = smallest();
    await using open = await app.visit(`/studies/${uidOf(study)}`);
    await openDialog(open.page);
    await open.page.getByRole('radio', { name: 'Pictures (JPEG)' }).check();
    const entries = unzipSync(readFileSync((await download(open.page)).path));
    const pictures = Object.entries(entries).filter(([path]) => path.endsWith('.jpg'));
    expect(pictures.length).toBeGreaterThan(0);
    for (const [, bytes] of pictures) expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg' });
  });

  it('a series comes as a film', async () => {
    const study = smallest();
    await using open = await app.visit(`/studies/${uidOf(study)}`);
    await openDialog(open.page);
    await open.page.getByRole('radio', { name: 'Films (GIF)' }).check();
    const preview = open.page.getByRole('group', { name: 'The first files' }).locator('pre');
    await expect.poll(() => preview.textContent()).toMatch(/\.gif$/);
    const foretold = ((await preview.textContent()) ?? '').split('\n');
    const entries = unzipSync(readFileSync((await download(open.page)).path));
    const films = Object.entries(entries).filter(([path]) => path.endsWith('.gif'));
    expect(films.map(([path]) => path)).toEqual(foretold);
    for (const [, bytes] of films) expect(await sharp(bytes).metadata()).toMatchObject({ format: 'gif' });
  });

  it.each(views)('the dialog has no fault that axe finds and fits the screen: %j', async (view) => {
    await using open = await app.visit(`/studies/${uidOf(smallest())}`, view);
    await openDialog(open.page);
    await open.page.getByRole('group', { name: 'The first files' }).waitFor();
    await open.page.waitForLoadState('networkidle');
    expect(await axeOn(open.page)).toEqual([]);
    expect(await open.page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    expect(open.complaints).toEqual([]);
  });
});
