/** Finding studies, and the page of a study, in a real browser. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindRow } from '../../src/contract/index.ts';
import { tags } from '../../src/dicom/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { encodeFile, uid } from '../support/corpus.ts';
import { elementsOf, grey8 } from '../support/generated-images.ts';
import { sizes } from '../support/page-tour.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

const SEED = 8_950;

let app: WebApp;

const rowsOf = (page: Page) => page.getByRole('grid').getByRole('row').filter({ hasNotText: 'Description' });
const searchOf = (page: Page) => new URL(page.url()).searchParams;

/** Of the study that a row of the table shows. */
async function studyOf(page: Page, words: string): Promise<string> {
  await rowsOf(page).filter({ hasText: words }).first().click();
  await page.waitForURL('**open=*');
  return searchOf(page).get('open') ?? '';
}

/** Many pages, one after the other. */
const lookingAround = { timeout: 240_000 };

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

describe.skipIf(!hasChromium)('finding studies', againInBrowser, () => {
  beforeAll(async () => {
    app = await WebApp.open();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('the search box understands names, dates, modalities and descriptions; each part is a chip that goes again', async () => {
    await using open = await app.visit('/');
    const { page } = open;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('demo ct since 2023');
    await page.keyboard.press('Enter');
    const chips = page.getByRole('group', { name: 'What is searched for' });
    await chips.getByText('Name', { exact: true }).waitFor();
    await page.locator('[role=grid]:focus').waitFor();
    await chips.getByRole('button', { name: 'Search without from Jan 1, 2023' }).click();
    await expect.poll(() => rowsOf(page).count()).toBe(2);
    expect(searchOf(page).get('q')).toBe('demo ct');
    await page.goBack();
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    await page.reload();
    await expect.poll(() => rowsOf(page).count()).toBe(1);
  });

  it('people, studies and pages are offered while one types', async () => {
    await using open = await app.visit('/');
    const { page } = open;
    const box = page.getByRole('combobox', { name: 'Search' });
    await box.fill('ct tho');
    await page
      .getByRole('option', { name: /CT Thorax mit KM/ })
      .first()
      .waitFor();
    await box.fill('dem');
    const ada = page.getByRole('option', { name: /Demo, Ada.*88-1207/ });
    await ada.waitFor();
    expect(await axeOn(page)).toEqual([]);
    await ada.click();
    await page.waitForURL('**/people/*');
    await page.getByRole('heading', { name: 'Demo, Ada' }).waitFor();
  });

  it('series, labels and commands are offered, too, and chosen by keys', async () => {
    const [study] = await isocenterJson<FindRow[]>(app.server, [
      'find',
      'study',
      'StudyDescription=CT Thorax*',
    ]);
    const uid = String(study?.StudyInstanceUID);
    await isocenter(app.server, 'labels', 'set', 'Teaching file', '--study', uid);
    await using open = await app.visit('/');
    const { page } = open;
    await page.getByRole('heading', { level: 1 }).waitFor();
    const choose = async (words: string, group: string, option: RegExp) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search' }).fill(words);
      const wanted = page.getByRole('group', { name: group }).getByRole('option', { name: option });
      await wanted.waitFor();
      if (group === 'Series') expect(await axeOn(page)).toEqual([]);
      for (let presses = 0; presses < 20; presses++) {
        if ((await wanted.getAttribute('data-combobox-selected')) !== null) break;
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      await wanted.waitFor({ state: 'detached' });
    };
    await choose('thorax km', 'Series', /Thorax KM 5.0 Br40.*Demo, Ada.*2022.*CT/);
    await page.waitForURL('**/studies/*?series=*');
    await page.locator('[aria-current=true]').getByText('Thorax KM 5.0 Br40').waitFor();
    await choose('teach', 'Labels', /Teaching file/);
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    expect(searchOf(page).get('q')).toBe('label:"Teaching file"');
    await page
      .getByRole('region', { name: 'Label' })
      .getByRole('button', { name: 'Teaching file 1' })
      .waitFor();
    await choose('mode da', 'Commands', /Dark mode/);
    await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await choose('new upload', 'Commands', /Ask somebody for images/);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL('**/shares');
    await choose('sign out', 'Commands', /Log out/);
    await page.waitForURL('**/login*');
    expect(open.complaints).toEqual([]);
  });

  it('a word is found as what the archive knows it as, and can be told to mean something else', async () => {
    await using open = await app.visit('/studies?q=Sch%C3%A4del');
    const { page } = open;
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Description Schädel' }).click();
    await page.getByRole('menuitem', { name: 'Patient ID' }).click();
    await page.getByRole('heading', { name: 'No study is like that' }).waitFor();
    expect(searchOf(page).get('q')).toBe('id:Schädel');
  });

  it('filters have counts, series parameters among them, and make the search narrower', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    await page.getByRole('button', { name: 'CHEST 3' }).click();
    await expect.poll(() => rowsOf(page).count()).toBe(3);
    await page.getByRole('combobox', { name: 'Series parameter' }).fill('slice th');
    await page.getByRole('option', { name: 'Slice thickness (mm)' }).click();
    const values = page.getByRole('region', { name: 'Slice thickness' }).getByRole('button');
    await values.first().click();
    await expect.poll(() => rowsOf(page).count()).toBeLessThan(3);
    expect(searchOf(page).get('q')).toMatch(/^bodypart:CHEST SliceThickness:[\d.]+$/);
  });

  it('tells who knows them the words of DICOM', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    await page.getByTitle('Date (StudyDate)').waitFor();
    await page.getByRole('grid').press('Enter');
    await page.getByTitle('PatientID').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).hover();
    await page.getByRole('tooltip').getByText('C-STORE').waitFor();
  });

  it('sorts by a column, shows others, and keeps both in the address', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    const first = () => rowsOf(page).first().textContent();
    await expect.poll(first).toContain('2023');
    await page.getByRole('columnheader', { name: 'Date' }).getByRole('button').click();
    await expect.poll(first).toContain('2011');
    await page.getByRole('button', { name: 'Columns and views' }).click();
    await page.getByRole('checkbox', { name: 'Accession number' }).check();
    await page.getByRole('columnheader', { name: 'Accession number' }).waitFor();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Oldest first');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.keyboard.press('Escape');
    await page.reload();
    await expect.poll(first).toContain('2011');
    await page.goto(`${app.site}/studies`);
    await expect.poll(first).toContain('2023');
    await page.getByRole('button', { name: 'Columns and views' }).click();
    await page.getByRole('link', { name: 'Oldest first' }).click();
    await expect.poll(first).toContain('2011');
  });

  it('views are those of the account in every browser, and what a browser kept before comes along once', async () => {
    await app.addUser('vivian', ['--role', 'viewer']);
    const menu = (page: Page) => page.getByRole('button', { name: 'Columns and views' }).click();
    await using first = await app.visit('/studies?q=ct', {}, 'vivian');
    await first.page.evaluate(
      `localStorage.setItem('isocenter.study-views', JSON.stringify([
        { name: 'Kept here', search: { q: 'mr', sort: 'StudyDate' }, sizing: { StudyDate: 150 } }, { name: 7 }, { name: 'Bad', search: {}, sizing: { a: 'wide' } }]))`,
    );
    await menu(first.page);
    await first.page.getByRole('link', { name: 'Kept here' }).waitFor();
    await expect.poll(() => first.page.evaluate(`localStorage.getItem('isocenter.study-views')`)).toBe(null);
    await first.page.getByRole('textbox', { name: 'Name of the view' }).fill('My CT');
    await first.page.getByRole('button', { name: 'Save' }).click();
    await first.page.getByRole('link', { name: 'My CT' }).waitFor();

    await using second = await app.visit('/studies', {}, 'vivian');
    await menu(second.page);
    await second.page.getByRole('link', { name: 'My CT' }).click();
    await second.page.waitForURL('**/studies?q=ct*');
    await second.page.getByRole('button', { name: 'Forget Kept here' }).click();
    await second.page.getByRole('link', { name: 'Kept here' }).waitFor({ state: 'detached' });
    await first.page.reload();
    await menu(first.page);
    await first.page.getByRole('link', { name: 'My CT' }).waitFor();
    expect(await first.page.getByRole('link', { name: 'Kept here' }).count()).toBe(0);

    await using other = await app.visit('/studies');
    await menu(other.page);
    await other.page.getByRole('textbox', { name: 'Name of the view' }).waitFor();
    expect(await other.page.getByRole('link', { name: 'My CT' }).count()).toBe(0);
  });

  it('rows become cards and rows again as the screen is turned, each as high as it needs', async () => {
    await using open = await app.visit('/studies');
    const heights = async () =>
      await rowsOf(open.page).evaluateAll((rows) =>
        rows.map((row) => Math.round(row.getBoundingClientRect().height)),
      );
    await expect.poll(async () => (await heights()).length).toBeGreaterThan(1);
    const atFirst = await heights();
    await open.page.setViewportSize(sizes.phone);
    await expect.poll(async () => Math.min(...(await heights()))).toBeGreaterThan(Math.max(...atFirst));
    await open.page.setViewportSize(sizes.desk);
    await expect.poll(heights).toEqual(atFirst);
  });

  it('by the keyboard alone: arrows, selection, and Enter opens the study', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    await expect.poll(() => rowsOf(page).count()).toBe(5);
    const grid = page.getByRole('grid');
    await grid.press('ArrowDown');
    await grid.press('Shift+ArrowDown');
    await page.getByText('2 selected').waitFor();
    await grid.press('Escape');
    await grid.press(' ');
    await page.getByText('1 selected').waitFor();
    await grid.press('End');
    await grid.press('Enter');
    await page.getByRole('heading', { name: 'DEMO, ADA' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/studies\/[\d.]+$/);
  });

  it('by the mouse: a picture where it rests, wider columns, several rows with Ctrl and Shift, and V views', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    await expect.poll(() => rowsOf(page).count()).toBe(5);
    const rows = rowsOf(page);
    await rows.nth(1).getByText('Demo, Ada').hover();
    await page.getByRole('tooltip').getByRole('img').waitFor();
    const title = page.getByRole('columnheader', { name: 'Name' });
    const before = (await title.boundingBox())!;
    const edge = before.x + before.width - 2;
    await page.mouse.move(edge, before.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge + 60, before.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await title.boundingBox())!.width).toBeGreaterThan(before.width + 40);
    await rows.nth(0).click({ modifiers: ['Control'] });
    await rows.nth(2).click({ modifiers: ['Control'] });
    await page.getByText('2 selected').waitFor();
    await rows.nth(4).click({ modifiers: ['Shift'] });
    await page.getByText(/^[34] selected$/).waitFor();
    await page.getByRole('grid').press('v');
    await page.waitForURL('**/viewer/*');
  });

  it('fits the largest screens', async () => {
    await using open = await app.visit('/studies');
    const { page } = open;
    await page.setViewportSize({ width: 3_840, height: 2_160 });
    for (const path of ['/', '/studies', '/people', '/add', '/jobs']) {
      await page.goto(`${app.site}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect({ path, isTooWide, found: await axeOn(page) }).toEqual({ path, isTooWide: false, found: [] });
    }
  });

  it('what is removed can be had again at once', async () => {
    await using open = await app.visit('/studies?q=us');
    const { page } = open;
    await rowsOf(page).getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'No study is like that' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rowsOf(page).count()).toBe(1);
  });

  it('a label is set on what is selected, and found', async () => {
    await using open = await app.visit('/studies?q=mr');
    const { page } = open;
    await rowsOf(page).getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Label' }).click();
    await page.getByRole('textbox', { name: 'Label' }).fill('teaching');
    await page.getByRole('button', { name: 'Set the label' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.goto(`${app.site}/studies?q=label:teaching`);
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    const study = await studyOf(page, 'MRT');
    await page.goto(`${app.site}/studies/${study}`);
    await page.getByRole('button', { name: 'Take the label teaching away' }).click();
    await page.getByRole('group', { name: 'Labels' }).waitFor({ state: 'hidden' });
  });

  it('a study shows its series with what they were made with, and every element of every image', async () => {
    await using open = await app.visit('/studies?q=mr');
    const { page } = open;
    await studyOf(page, 'MRT');
    await page.getByRole('complementary', { name: 'Study' }).getByRole('link', { name: 'Details' }).click();
    await page
      .getByText(/5 mm .*TR .* ms .*TE .* ms/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 't2_tse_tra_5mm' }).click();
    await page.getByRole('searchbox', { name: 'Search tags' }).fill('repetition');
    await page.getByText('(0018,0080)').waitFor();
    await page.getByText('1 element', { exact: true }).waitFor();
    expect(searchOf(page).get('tab')).toBe('elements');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('cell', { name: '48' }).waitFor();
    await page.getByRole('cell', { name: 'look' }).first().waitFor();
  });

  it('private elements have the names that their makers give them, and values are copied', async () => {
    await using own = await WebApp.open({ isEmpty: true });
    using folder = new TemporaryDirectory('private');
    const dataset = elementsOf(grey8, SEED)
      .set(0x00290010, 'LO', 'SIEMENS CSA HEADER')
      .set(0x00291008, 'CS', 'IMAGE NUM 4')
      .set(0x00290011, 'LO', 'NOBODY KNOWS')
      .set(0x00291108, 'CS', 'OF NOBODY');
    const [sopClass = '', instance = ''] = [tags.SOPClassUID, tags.SOPInstanceUID].map((tag) =>
      dataset.string(tag),
    );
    const file = encodeFile(dataset, sopClass, instance);
    writeFileSync(folder.join('1.dcm'), file);
    expect((await isocenter(own.server, 'import', folder.path)).code).toBe(0);
    await using open = await own.visit(`/studies/${uid(SEED, 1)}?tab=elements`);
    const { page, context } = open;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('searchbox', { name: 'Search tags' }).fill('CSA');
    await page.getByText('CSA Image Header Type').waitFor();
    await page.getByRole('button', { name: 'Copy the value of CSA Image Header Type' }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('IMAGE NUM 4');
    await page.getByRole('searchbox', { name: 'Search tags' }).fill('OF NOBODY');
    await page.getByRole('listitem').filter({ hasText: '(0029,1108)' }).getByText('NOBODY KNOWS').waitFor();
  });

  it.each(views)(
    'no page has a fault that axe finds or is wider than the screen: %j',
    lookingAround,
    async (view) => {
      await using open = await app.visit('/studies?q=mr', view);
      const { page, complaints } = open;
      const { StudyInstanceUID: study } = (await isocenterJson<[FindRow]>(app.server, ['find', 'study']))[0];
      const tabs = ['series', 'elements', 'history', 'conflicts', 'files'];
      const paths = [
        '/studies?q=mr',
        `/studies?open=${study}`,
        ...tabs.map((tab) => `/studies/${study}?tab=${tab}`),
      ];
      for (const path of paths) {
        await page.goto(`${app.site}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        expect({ path, found: await axeOn(page) }).toEqual({ path, found: [] });
        const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect({ path, isTooWide }).toEqual({ path, isTooWide: false });
      }
      expect(complaints).toEqual([]);
    },
  );

  it('a study that is not there, or not for somebody, is not there', async () => {
    await app.addUser('guest', ['--right', 'find', '--study', '1.2.3']);
    await using open = await app.visit('/studies/1.2.3', {}, 'guest');
    await open.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await open.page.goto(`${app.site}/studies`);
    await open.page.getByRole('heading', { name: 'No studies yet' }).waitFor();
  });

  it('everything is there in German', async () => {
    await using open = await app.visit('/studies?q=ct%20letztes%20Jahr', { locale: 'de-DE' });
    await open.page.getByRole('heading', { name: 'Keine Studie passt dazu' }).waitFor();
    await open.page.getByRole('link', { name: 'Alle Studien' }).click();
    await open.page.getByRole('columnheader', { name: 'Beschreibung' }).waitFor();
    await open.page.getByText('5 Studien').waitFor();
  });
});
