/** Trees are made, checked and taken out, and the file is mended, in a real browser. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

let app: WebApp;
let targets: TemporaryDirectory;
let attempt = 0;

const files = (tree: string, end = '.dcm'): string[] =>
  existsSync(targets.join(tree))
    ? (readdirSync(targets.join(tree), { recursive: true }) as string[]).filter((name) => name.endsWith(end))
    : [];

describe.skipIf(!hasChromium)('automation', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    targets = new TemporaryDirectory('targets');
    app = await WebApp.open({ args: ['--target-folders', targets.path] });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    targets.remove();
  });

  it('makes a tree whose names are seen before, checks its files, takes it out and puts it back', async () => {
    const name = `lab-${++attempt}`;
    await using open = await app.visit('/');
    const { page } = open;
    await page.getByRole('navigation').getByRole('link', { name: 'Automation' }).click();
    await page.getByRole('button', { name: 'New tree' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('group', { name: 'What comes of it' }).getByText('.dcm').waitFor();
    await dialog.getByLabel('Names of the files').fill('{Nonsense}.dcm');
    await dialog.getByText(/Nonsense.*does not name an element/).waitFor();
    await dialog.getByRole('button', { name: 'By protocol' }).click();
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill('No Name');
    await dialog.getByRole('button', { name: 'Make the tree' }).click();
    await dialog.getByText(/it begins with a letter or digit/).waitFor();
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(name);
    await dialog.getByText('MR', { exact: true }).click();
    await dialog.getByRole('radio', { name: /^Images, and volumes/ }).check();
    await dialog.getByRole('group', { name: 'What comes of it' }).getByText('.nii.gz').waitFor();
    await expectGood(open, 'automation');
    await dialog.getByRole('button', { name: 'Make the tree' }).click();
    const card = page.getByRole('region', { name });
    await card.getByText('Up to date').waitFor({ timeout: 60_000 });
    await card.getByText('Images, and volumes beside them').waitFor();
    expect(files(name).length).toBeGreaterThan(0);
    expect(files(name, '.nii.gz').length).toBeGreaterThan(0);

    rmSync(targets.join(name, files(name)[0]!));
    await card.getByRole('button', { name: 'Check the files' }).click();
    await card.getByText(/is not there any more/).waitFor();
    await expectGood(open, 'automation');

    await card.getByRole('switch').press('Space');
    await card.getByText('Off', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Take out' }).click();
    await page.getByRole('heading', { name: 'No trees yet' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await card.getByText('Off', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Take out' }).click();
    await page.getByRole('heading', { name: 'No trees yet' }).waitFor();
    expect(files(name).length).toBeGreaterThan(0);
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'light', size: 'phone' },
    { colorScheme: 'dark', size: 'desk' },
  ] as const)('makes a rule that hands over to a cluster: %j', async (view) => {
    const name = `compute-${++attempt}`;
    await using open = await app.visit('/automation?tab=rules&rule=new', view);
    const { page } = open;
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(name);
    await dialog.getByText('MR', { exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Action' }).click();
    await page.getByRole('option', { name: 'Run on a cluster' }).click();
    await dialog.getByLabel(/^Folder \(below/).fill('/elsewhere');
    await dialog.getByText(/\/elsewhere/).waitFor();
    await dialog.getByLabel(/^Folder \(below/).fill(targets.join(name));
    await dialog.getByLabel(/^Program that tells/).fill('/usr/bin/cp\n{script}\n{folder}/handed over');
    await dialog.getByLabel('What the cluster runs').fill('dcm2niix -o . images');
    await expectGood(open, 'hand over');
    await dialog.getByRole('button', { name: 'Make the rule' }).click();
    const card = page.getByRole('region', { name });
    await card.getByRole('button', { name: 'Do it for everything here' }).click();
    const handed = () => files(name, 'handed over');
    await expect.poll(handed, { timeout: 30_000 }).not.toEqual([]);
    expect(readFileSync(targets.join(name, handed()[0]!), 'utf8')).toBe('dcm2niix -o . images\n');
    await expectGood(open, 'hands over');
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'light', size: 'phone' },
    { colorScheme: 'dark', size: 'desk' },
  ] as const)('tells the mistakes of the file while one types: %j', async (view) => {
    await using open = await app.visit('/automation?tab=file', view);
    const { page } = open;
    const text = page.getByLabel('automation.yaml');
    await page.getByText('It can be used.').waitFor();
    const before = await text.inputValue();
    await text.fill(`${before}\nnonsense: 1\n`);
    await page.getByText(/Line \d+: nonsense/).waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await expectGood(open, 'automation');
    await text.fill(`${before}\n# ours, ${view.size}\n`);
    await page.getByText('It can be used.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The file is in use.').waitFor();
    await page.reload();
    expect(await text.inputValue()).toContain(`# ours, ${view.size}`);
    expect(open.complaints).toEqual([]);
  });

  it('leads to its place in the file where that says more of a rule than the dialog can', async () => {
    const name = `either-${++attempt}`;
    await using open = await app.visit('/automation?tab=file', { size: 'phone' });
    const { page } = open;
    const text = page.getByLabel('automation.yaml');
    const either = 'if: { any: [{ label: a }, { label: b }] }';
    await text.fill(`# ours\nrules:\n  ${name}:\n    when: manual\n    ${either}\n    do: [{ label: c }]\n`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The file is in use.').waitFor();
    await page.getByRole('tab', { name: 'Rules', exact: true }).click();
    await page.getByRole('region', { name }).getByRole('button', { name: 'Change' }).click();
    await page.getByText('Change it here, from line 3 on.').waitFor();
    const selected = await text.evaluate(
      (box: { value: string; selectionStart: number; selectionEnd: number }) =>
        box.value.slice(box.selectionStart, box.selectionEnd),
    );
    expect(selected).toBe(`  ${name}:`);
    await expectGood(open, 'place in the file');
    expect(open.complaints).toEqual([]);
  });

  it('says the mistakes of the file and of a new rule in the language of who reads', async () => {
    await using open = await app.visit('/automation?tab=file', { locale: 'de', size: 'phone' });
    const { page } = open;
    const text = page.getByLabel('automation.yaml');
    await text.fill('rules: { a: { when: manual, do: [{ label: x, send: y }] } }\n');
    await page.getByText(/^Zeile \d+: rules > a > do > 0: Genau eines von diesen muss hier stehen/).waitFor();
    await text.fill('trees: [\n');
    await page
      .getByText(/Das ist nicht als YAML lesbar/)
      .first()
      .waitFor();
    await expectGood(open, 'automation');
    await page.getByRole('tab', { name: 'Regeln', exact: true }).click();
    await page.getByRole('button', { name: 'Neue Regel' }).click();
    const rule = page.getByRole('dialog');
    await rule.getByRole('combobox', { name: 'Aktion' }).click();
    await page.getByRole('option', { name: 'Server rufen' }).click();
    await rule.getByLabel('Adresse (https)').fill('labor');
    await rule.getByText('do > 0 > webhook: Das ist keine URL.').waitFor();
    await expectGood(open, 'new rule');
    expect(open.complaints).toEqual([]);
  });

  it('makes a rule that is tried before, does it for what is here, and tells on the study why', async () => {
    const name = `mark-${++attempt}`;
    await using open = await app.visit('/automation?tab=rules');
    const { page } = open;
    await page.getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What it would work on is shown here').waitFor();
    await dialog.getByRole('textbox', { name: /^Name\b/ }).fill(name);
    await dialog.getByRole('combobox', { name: 'It looks' }).click();
    await page.getByRole('option', { name: 'By schedule' }).click();
    await dialog.getByLabel('At', { exact: true }).fill('02:30');
    await dialog.getByText('MR', { exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Label', exact: true }).fill(name);
    await dialog.getByLabel('At least').fill('9000');
    await dialog.getByText(/None of the newest|The newest study is none/).waitFor();
    await dialog.getByLabel('At least').fill('2');
    await dialog.getByLabel('At most').fill('9000');
    await dialog
      .getByRole('group', { name: /would work on/ })
      .getByText(/Modality: MR/)
      .first()
      .waitFor();
    await expectGood(open, 'new rule');
    await dialog.getByRole('button', { name: 'Make the rule' }).click();
    const card = page.getByRole('region', { name });
    await card.getByText(`Label with ${name}`).waitFor();
    await card.getByText('By schedule: every day, 02:30').waitFor();
    await card.getByText('Next time').waitFor();
    await card.getByRole('button', { name: 'Try it' }).click();
    await card
      .getByText(/Modality: MR/)
      .first()
      .waitFor();
    await card.getByRole('button', { name: 'Do it for everything here' }).click();
    await card.getByText(/It looks at everything/).waitFor();
    await expectGood(open, 'rules');
    await page.getByRole('tab', { name: 'What rules did' }).click();
    const row = page.getByRole('row').filter({ hasText: name }).first();
    await row.getByText('Done', { exact: true }).waitFor();
    await expectGood(open, 'runs');
    await row.getByRole('link', { name: 'To the study' }).click();
    await page.getByText(name, { exact: true }).first().waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('heading', { name: 'What rules did' }).waitFor();
    await page
      .getByText(/Modality: MR/)
      .first()
      .waitFor();
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: 'light', size: 'phone' },
    { colorScheme: 'dark', size: 'desk' },
  ] as const)('shows rules and what they did: %j', async (view) => {
    for (const tab of ['rules', 'runs']) {
      await using open = await app.visit(`/automation?tab=${tab}`, view);
      await open.page
        .getByText(/mark-\d/)
        .first()
        .waitFor();
      await expectGood(open, tab);
      expect(open.complaints).toEqual([]);
    }
  });
});
