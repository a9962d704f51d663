/** Documents, notes and what is known to be elsewhere, on the page of somebody, in a real browser. */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, type View, WebApp } from '../support/web-app.ts';

let app: WebApp;
let files: TemporaryDirectory;
let person: string;

describe.skipIf(!hasChromium)('beside the images of somebody', againInBrowser, () => {
  beforeAll(async () => {
    files = new TemporaryDirectory('records');
    app = await WebApp.open();
    const patients = await isocenterJson<{ patientKey: string }[]>(app.server, ['patients']);
    const keys = patients.map(({ patientKey }) => patientKey);
    const { uid } = await isocenterJson<{ uid: string }>(app.server, [
      'persons',
      'merge',
      'Demo^Ada',
      ...keys,
    ]);
    person = `/people/${uid}`;
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    files.remove();
  });

  async function visit(view: View = {}): Promise<OpenPage> {
    const open = await app.visit(person, view);
    await open.page.getByRole('button', { name: 'Add', exact: true }).waitFor();
    return open;
  }

  async function add({ page }: OpenPage, what: string): Promise<void> {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
  }

  async function choose({ page }: OpenPage, of: string, what: string): Promise<void> {
    await page.getByRole('button', { name: `What to do with ${of}` }).click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
  }

  const textbox = ({ page }: OpenPage, name: string) =>
    page.getByRole('dialog').getByRole('textbox', { name });
  const keep = ({ page }: OpenPage) => page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  const undo = ({ page }: OpenPage) => page.getByRole('button', { name: 'Undo' }).last().click();

  it('a note is written, stands on the timeline, is called something else, removed, and back again', async () => {
    await using open = await visit();
    const { page, complaints } = open;
    await add(open, 'A note');
    await textbox(open, 'Title').fill('After the fall');
    await textbox(open, 'Date').fill('last spring');
    await page.getByText('That is no date.').waitFor();
    await textbox(open, 'Date').fill('2011-03');
    await textbox(open, 'Text').fill('Pain in the left knee.');
    expect(await axeOn(page)).toEqual([]);
    await keep(open);
    await page.getByRole('button', { name: 'After the fall, Mar 2011' }).click();
    await page.waitForURL('**file=*');
    await page.frameLocator('iframe').getByText('Pain in the left knee.').waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
    await choose(open, 'After the fall', 'Name and date');
    await textbox(open, 'Title').fill('Knee');
    await keep(open);
    const documents = page.getByRole('region', { name: 'Documents' });
    await documents.getByRole('button', { name: 'Knee', exact: true }).waitFor();
    await undo(open);
    await documents.getByRole('button', { name: 'After the fall', exact: true }).waitFor();
    await choose(open, 'After the fall', 'Put in the trash');
    await documents.waitFor({ state: 'detached' });
    await undo(open);
    await documents.getByText('After the fall').waitFor();
    expect(complaints).toEqual([]);
  });

  it('papers that a phone photographs become one document', async () => {
    const page1 = files.join('page1.jpg');
    const page2 = files.join('page2.png');
    const paper = sharp({ create: { width: 600, height: 800, channels: 3, background: '#fff' } });
    writeFileSync(page1, await paper.clone().jpeg().toBuffer());
    writeFileSync(page2, await paper.clone().png().toBuffer());
    await using open = await visit({ size: 'phone', colorScheme: 'dark' });
    const { page, complaints } = open;
    await add(open, 'Photographs of papers');
    for (const [button, picture] of [
      ['Photograph the first page', page1],
      ['Another page', page2],
    ] as const) {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: button }).click(),
      ]);
      expect(await chooser.element().getAttribute('capture')).toBe('environment');
      await chooser.setFiles(picture);
    }
    await page.getByRole('img', { name: 'Page 2' }).waitFor();
    expect(await axeOn(page)).toEqual([]);
    await textbox(open, 'Title').fill('Letter of the clinic');
    await textbox(open, 'Date').fill('24.3.2011');
    await keep(open);
    await page.getByRole('region', { name: 'Documents' }).getByText('of Mar 24, 2011').waitFor();
    const listed = await page.request.get(`${app.site}/api/files`);
    const { files: kept } = (await listed.json()) as { files: { name: string; digest: string }[] };
    const letter = kept.find(({ name }) => name === 'Letter of the clinic.pdf')!;
    const answer = await page.request.get(`${app.site}/api/files/${letter.digest}/content`);
    const pdf = (await answer.body()).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.match(/\/Subtype ?\/Image/g)).toHaveLength(2);
    expect(complaints).toEqual([]);
  });

  it('a film that is elsewhere stands there until its images come, and again when it was not that', async () => {
    await using open = await visit();
    const { page, complaints } = open;
    await add(open, 'What is not here');
    await textbox(open, 'When').fill('2019');
    await page.getByRole('dialog').getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Ultrasound' }).click();
    await textbox(open, 'Where it is').fill('Dr. Weber');
    expect(await axeOn(page)).toEqual([]);
    await keep(open);
    const card = page.getByRole('button', { name: /2019.*Ultrasound.*Dr\. Weber/s });
    await card.waitFor();
    // What was here when it was written down is not it.
    expect(await page.getByText('Is this it?').count()).toBe(0);
    const { studies } = await elsewhere(page);
    expect(studies).toMatchObject([{ date: '2019', modality: 'US', notStudies: [expect.any(String)] }]);
    const answer = await page.request.post(`${app.site}/api/elsewhere`, {
      data: { ...studies[0], notStudies: [] },
      headers: { origin: app.site },
    });
    expect(answer.status()).toBe(200);
    await page.reload();
    await page.getByText('Is this it?').waitFor();
    await page.getByRole('button', { name: 'Yes, that is it' }).click();
    await card.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Known to be elsewhere' }).getByText('is here now').waitFor();
    await undo(open);
    await page.getByRole('button', { name: 'No, another one' }).click();
    await page.getByText('Is this it?').waitFor({ state: 'detached' });
    await card.click();
    await textbox(open, 'Note').fill('Ask for it in March.');
    await keep(open);
    await page.getByText('Ask for it in March.').waitFor();
    await choose(open, 'Ultrasound', 'Forget it');
    await card.waitFor({ state: 'detached' });
    await undo(open);
    await card.waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('a film that is elsewhere has a photograph of it', async () => {
    const photo = files.join('film.jpg');
    const film = sharp({ create: { width: 300, height: 400, channels: 3, background: '#223' } });
    writeFileSync(photo, await film.jpeg().toBuffer());
    await using open = await visit({ size: 'phone' });
    const { page, complaints } = open;
    await add(open, 'What is not here');
    await textbox(open, 'When').fill('1998');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('dialog').getByRole('button', { name: 'Photograph' }).click(),
    ]);
    await chooser.setFiles(photo);
    expect(await axeOn(page)).toEqual([]);
    await keep(open);
    const listed = page.getByRole('region', { name: 'Known to be elsewhere' });
    const picture = listed.getByAltText('A photograph of it');
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
      .toBeGreaterThan(0);
    expect(await axeOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  interface Elsewhere {
    readonly studies: readonly { readonly notStudies: readonly string[] }[];
  }

  async function elsewhere(page: OpenPage['page']): Promise<Elsewhere> {
    const key = person.split('/').at(-1)!;
    const history = await page.request.get(`${app.site}/api/history?person=${key}`);
    return { studies: ((await history.json()) as { elsewhere: Elsewhere['studies'] }).elsewhere };
  }
});
