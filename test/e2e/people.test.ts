/** People, and the whole imaging life of one of them, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { Fingers } from '../support/fingers.ts';
import { expectGood } from '../support/good-page.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;

let app: WebApp;

describe.skipIf(!hasChromium)('people', againInBrowser, () => {
  beforeAll(async () => {
    app = await WebApp.open();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  /** The demo's person has IDs at four clinics; this makes them one, or shows them as they are by then. */
  async function openAda(open: OpenPage): Promise<void> {
    const { page } = open;
    const together = page.getByRole('button', { name: 'Yes, one person' });
    await page
      .getByRole('link', { name: /Demo, Ada/i })
      .first()
      .waitFor();
    if ((await together.count()) > 0) {
      await together.click();
      await together.waitFor({ state: 'detached' });
    }
    await page
      .getByRole('link', { name: /Demo, Ada/i })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /Demo, Ada/i }).waitFor();
  }

  it('of the same name are suggested to be one; that can be taken back', async () => {
    await using open = await app.visit('/people');
    const { page } = open;
    const rows = page.locator('main').getByRole('listitem');
    await rows.first().waitFor();
    const before = await rows.count();
    await page.getByRole('button', { name: 'Yes, one person' }).click();
    await page.getByText('is one person now').waitFor();
    await expect.poll(() => rows.count()).toBeLessThan(before);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows.count()).toBe(before);
    await page.getByRole('button', { name: 'Yes, one person' }).waitFor();
  });

  it('who are suggested and are different people are not suggested again, unless that is taken back', async () => {
    await using open = await app.visit('/people');
    const { page } = open;
    const suggestion = page.getByRole('button', { name: 'No, different people' });
    await suggestion.click();
    await suggestion.waitFor({ state: 'detached' });
    await page.reload();
    await page
      .getByRole('link', { name: /Demo, Ada/i })
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    expect(await suggestion.count()).toBe(0);
    const client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const people = (await client.peopleList({})).people.map(({ patients }) =>
      patients.map(({ patientKey }) => patientKey),
    );
    await client.peopleDifferent({ people, areDifferent: false });
    await page.reload();
    await suggestion.waitFor();
  });

  it('under different names and IDs are said to be one by hand, called something else, and taken apart again', async () => {
    await using open = await app.visit(`/people/${encodeURIComponent('4711\\issuer\\PRAXIS-MUELLER')}`);
    const { page } = open;
    const head = page.locator('main header');
    await head.getByText('PRAXIS-MUELLER').waitFor();
    await page.getByRole('button', { name: 'Also known as …' }).click();
    const dialog = page.getByRole('dialog', { name: /^The same person/ });
    await dialog.getByRole('combobox', { name: 'The same as' }).fill('88-1207');
    await page.getByRole('option', { name: /88-1207/ }).click();
    await dialog.getByRole('textbox', { name: 'Called' }).fill('Ada Married');
    await expectGood(open, 'who is the same');
    await dialog.getByRole('button', { name: 'Yes, one person' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ada Married' }).waitFor();
    await head.getByText('HERZZENTRUM-NORD').waitFor();

    await page.getByRole('button', { name: 'Call this person something else' }).click();
    await page.getByRole('textbox', { name: 'Called' }).fill('Ada Demo-Muster');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ada Demo-Muster' }).waitFor();

    await page.getByRole('button', { name: 'Take one out' }).click();
    await page.getByRole('menuitem', { name: '88-1207' }).click();
    await head.getByText('HERZZENTRUM-NORD').waitFor({ state: 'detached' });
    await page.getByText('That patient stands alone again.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await head.getByText('HERZZENTRUM-NORD').waitFor();

    const client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const [person] = (await client.personsList({})).persons;
    expect(person).toMatchObject({ name: 'Ada Demo-Muster', patientKeys: { length: 2 } });
    await client.personSplit(person!);
  });

  it.each(views)('are told who looks after them: $size, $colorScheme', async (view) => {
    const client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const { patients } = await client.patientsList({});
    const patientKeys = patients.slice(0, 2).map(({ patientKey }) => patientKey);
    const person = await client.personMerge({ name: 'A child', patientKeys });
    const guardian = `parent-${view.size}`;
    await app.addUser(guardian, ['--role', 'viewer', '--person', person.uid, '--expires', '2099-05-16']);
    await using open = await app.visit(`/people/${person.uid}`, view, guardian);
    await open.page.getByText('You look after this person until May 16, 2099').waitFor();
    await expectGood(open, view);
    await using other = await app.visit(`/people/${person.uid}`);
    await other.page.getByRole('heading', { level: 1, name: 'A child' }).waitFor();
    expect(await other.page.getByText('You look after this person').count()).toBe(0);
    await client.personSplit(person);
  });

  it('are found by a part of the name, and the address says so', async () => {
    await using open = await app.visit('/people');
    await open.page.getByRole('searchbox', { name: 'A name, an ID, a birth date' }).fill('nobody at all');
    await open.page.getByRole('heading', { name: 'Nobody is found' }).waitFor();
    await open.page.getByRole('searchbox', { name: 'A name, an ID, a birth date' }).fill('ada');
    await open.page.waitForURL('**/people?who=ada');
    await open.page
      .getByRole('link', { name: /Demo, Ada/i })
      .first()
      .waitFor();
  });

  it.each(views)('are good to look at: $size, $colorScheme', async (view) => {
    await using open = await app.visit('/people', view);
    await open.page.getByRole('heading', { level: 1 }).waitFor();
    await expectGood(open, view);
    await openAda(open);
    await open.page.getByRole('img', { name: 'A picture of the study' }).first().waitFor();
    await expectGood(open, view);
  });

  it('have all studies of all clinics on one axis; arrows go from one to the next, and the scale is in the address', async () => {
    await using open = await app.visit('/people');
    await openAda(open);
    const { page } = open;
    const marks = page.locator('[data-mark]');
    await expect.poll(() => marks.count()).toBeGreaterThan(3);
    await marks.first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await marks.nth(1).evaluate((mark) => mark.matches(':focus'))).toBe(true);
    const lefts = await marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().left));
    expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
    await page.getByRole('button', { name: 'Fewer years' }).click();
    await page.waitForURL(/zoom=1\.5/);
    await page.reload();
    await marks.first().waitFor();
    expect(page.url()).toContain('zoom=1.5');
  });

  it('show the studies of a part of the body alone, and all of them in a list', async () => {
    await using open = await app.visit('/people');
    await openAda(open);
    const { page } = open;
    await page.getByRole('button', { name: /^Head/ }).click();
    await expect.poll(() => page.locator('[data-mark]').count()).toBe(1);
    await page.getByRole('button', { name: /^Head/ }).click();
    await page.getByText('List', { exact: true }).click();
    await page.getByRole('heading', { level: 2, name: '2011' }).waitFor();
    await page.getByRole('link', { name: /MRT Schädel nativ/ }).waitFor();
  });

  it('have a body from the front and from the back; a click on a part shows the studies of that part', async () => {
    await using open = await app.visit('/people');
    await openAda(open);
    const { page } = open;
    const marks = page.locator('[data-mark]');
    await expect.poll(() => marks.count()).toBeGreaterThan(3);
    const all = await marks.count();
    for (const side of ['front', 'back']) {
      const head = page.locator(`[data-side=${side}] [data-region=head]`);
      await head.click();
      await expect.poll(() => marks.count()).toBe(1);
      expect(await page.locator('[data-chosen]').count()).toBe(2);
      await head.click();
      await expect.poll(() => marks.count()).toBe(all);
    }
    expect(await page.locator('[data-side=front] [data-region=spine]').count()).toBe(0);
    expect(await page.locator('[data-side=back] [data-region=spine]').count()).toBe(1);
  });

  it('have an axis that two fingers stretch and squeeze, and the address says how far', async () => {
    await using open = await app.visit('/people');
    await openAda(open);
    const { page } = open;
    await page.locator('[data-mark]').first().waitFor();
    const axis = page.getByRole('region', { name: 'Studies in time' });
    const { x, y, width } = (await axis.boundingBox())!;
    const [middle, at] = [x + width / 2, y + 120];
    const fingers = await Fingers.on(page);
    const pinch = (from: number, to: number) =>
      fingers.drag([
        { from: [middle - from, at], to: [middle - to, at] },
        { from: [middle + from, at], to: [middle + to, at] },
      ]);
    const zoom = () => Number(new URL(page.url()).searchParams.get('zoom') ?? 1);
    await pinch(50, 150);
    await expect.poll(zoom).toBeCloseTo(3, 1);
    expect(await page.evaluate('visualViewport.scale')).toBe(1);
    await pinch(150, 75);
    await expect.poll(zoom).toBeCloseTo(1.5, 1);
    await pinch(150, 20);
    await expect.poll(zoom).toBe(1);
    expect(open.complaints).toEqual([]);
  });

  it('have a history that prints: every study, nothing of what is around', async () => {
    await using open = await app.visit('/people');
    await openAda(open);
    const { page } = open;
    await page.emulateMedia({ media: 'print' });
    await page
      .getByRole('link', { name: /Röntgen Thorax/ })
      .filter({ visible: true })
      .waitFor();
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });
});
