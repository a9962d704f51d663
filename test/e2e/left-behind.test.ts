/** A study that a scanner will delete is told of in a real browser, and fetched from a real PACS (dcmqrscp) in time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { type DcmtkServer, hasDcmtk } from '../support/dcmtk.ts';
import { startFilledPacs } from '../support/filled-pacs.ts';
import { expectGood } from '../support/good-page.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
const images = [
  ...corpus({
    ...{ kind: 'mr', studies: 3, seriesPerStudy: 2, instancesPerSeries: 2, seed: 950 },
    override: () => ({ StudyDate: yesterday, PatientName: 'Muster^Erika' }),
  }),
];

interface Left {
  readonly studies: readonly unknown[];
  readonly runs: readonly unknown[];
}

describe.skipIf(!hasChromium || !hasDcmtk)(
  'what a node will delete',
  { timeout: 120_000, ...againInBrowser },
  () => {
    let app: WebApp;
    let pacs: DcmtkServer;
    let proxy: CuttingProxy;
    let directory: TemporaryDirectory;
    let attempt = 0;

    /** A run of a schedule asks it once. */
    async function ask(node: string, isThere: (left: Left) => boolean): Promise<void> {
      const schedule = { at: '0 1 1 1 *', retrieve: { node, studies: { StudyDate: yesterday } } };
      const name = `yearly-${++attempt}`;
      writeFileSync(
        join(app.server.data, 'automation.yaml'),
        JSON.stringify({ schedules: { [name]: schedule } }),
      );
      await vi.waitFor(
        async () => expect((await isocenter(app.server, 'schedules', 'run', name)).code).toBe(0),
        { timeout: 20_000, interval: 200 },
      );
      await vi.waitFor(
        async () => {
          const { stdout } = await isocenter(app.server, 'nodes', 'left', node, '--json');
          expect(isThere(JSON.parse(stdout) as Left)).toBe(true);
        },
        { timeout: 30_000, interval: 200 },
      );
    }

    beforeAll(async () => {
      directory = new TemporaryDirectory('pacs');
      pacs = await startFilledPacs(directory.join('db'), images);
      proxy = await CuttingProxy.open(pacs.port);
      app = await WebApp.open({ isEmpty: true });
      await isocenter(app.server, 'nodes', 'add', 'ct1', pacs.aet, '127.0.0.1', String(proxy.port));
      await isocenter(app.server, 'nodes', 'add', 'gone', 'GONE', '127.0.0.1', '1', '--keeps-days', '2');
    });
    afterAll(async () => {
      await app?.[Symbol.asyncDispose]();
      await proxy?.[Symbol.asyncDispose]();
      await pacs?.stop();
      directory?.remove();
    });

    it('is forgotten with a node that is removed', async () => {
      const add = () =>
        isocenter(
          app.server,
          ...['nodes', 'add', 'old', pacs.aet, '127.0.0.1', String(proxy.port), '--keeps-days', '2'],
        );
      // It can be asked what it has, and nothing comes.
      proxy.bytesUntilCut = 20_000;
      await add();
      await ask('old', ({ studies }) => studies.length === 3);
      expect((await isocenter(app.server, 'nodes', 'remove', 'old')).code).toBe(0);
      await add();
      expect(await isocenterJson(app.server, ['nodes', 'left', 'old'])).toMatchObject({ studies: [] });
      expect((await isocenter(app.server, 'nodes', 'remove', 'old')).code).toBe(0);
    });

    it('is told, is looked at, and is fetched', async () => {
      proxy.bytesUntilCut = 20_000;
      await using open = await app.visit('/admin/nodes');
      const { page } = open;
      await page.getByRole('button', { name: 'Change ct1' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/^Deletes its images after/).fill('40000');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('1 to 36500, or empty').waitFor();
      await dialog.getByLabel(/^Deletes its images after/).fill('2');
      await expectGood(open, 'dialog');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await isocenterJson(app.server, ['nodes', 'list'])).toMatchObject([
        { name: 'ct1', keepsDays: 2 },
        { name: 'gone' },
      ]);

      await ask('ct1', ({ studies }) => studies.length === 3);
      const { code, stdout } = await isocenter(app.server, 'nodes', 'left');
      expect({ code, stdout }).toEqual({
        code: 1,
        stdout: expect.stringMatching(
          /ct1 +[0-9.]+ +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +goes soon, \d{4}-\d\d-\d\d +4 of 4 +C-GET: /,
        ),
      });
      expect((await isocenter(app.server, 'nodes')).stdout).toMatch(/ct1 .* 2 days /);
      await page.goto(app.site);
      const bell = page.getByRole('button', { name: /attention/ });
      await bell.click();
      const told = page.getByRole('dialog');
      await told.getByText(/^It deletes studies of which not all is here \(3\)/).waitFor();
      await expectGood(open, 'bell');
      await told.getByRole('link', { name: 'Show' }).last().click();
      const left = page.getByRole('region', { name: 'Not all here, and deleted there' });
      const row = left.getByRole('row', { name: new RegExp(images[0]!.studyInstanceUid) });
      await row.getByText('4 of 4 images', { exact: true }).waitFor();
      await row.getByText('soon').waitFor();
      await row.getByText(/^Study of .*\d{4}/).waitFor();
      await row.getByText(/^First seen on .*\d{4}/).waitFor();
      await expectGood(open, 'left');
      await row.getByText(/C-GET: The association was aborted/).waitFor();
      {
        await using german = await app.visit('/admin/nodes', { locale: 'de', size: 'phone' });
        const words = german.page.getByText(/C-GET: Die Verbindung wurde abgebrochen: .*C-MOVE: Die /);
        await words.first().waitFor();
        await expectGood(german, 'left in German');
      }
      await row.getByRole('button', { name: 'Tell no more' }).click();
      await row.waitFor({ state: 'detached' });

      proxy.bytesUntilCut = Number.POSITIVE_INFINITY;
      await left.getByRole('button', { name: 'Fetch now' }).first().click();
      await left.getByRole('row').nth(2).waitFor({ state: 'detached' });
      await left.getByRole('button', { name: 'Fetch all from ct1' }).click();
      await left.getByText('Everything is here.').waitFor();
      await expectGood(open, 'fetched');
      expect(open.complaints).toEqual([]);
    });

    const english = {
      region: 'Not all here, and deleted there',
      unreachable: /cannot be reached/,
      again: 'Run again',
      done: /is done again/,
    };
    const german = {
      region: 'Nicht vollständig hier und dort bald gelöscht',
      unreachable: /ist nicht zu erreichen/,
      again: 'Noch einmal',
      done: /wird wiederholt/,
    };
    it.each([
      { view: { colorScheme: 'light', size: 'phone' }, words: english },
      { view: { colorScheme: 'dark', size: 'desk' }, words: english },
      { view: { colorScheme: 'dark', size: 'phone', locale: 'de' }, words: german },
    ] as const)('is readable, also runs that could not look: $view', async ({ view, words }) => {
      await ask('gone', ({ runs }) => runs.length > 0);
      await using open = await app.visit('/admin/nodes', view);
      const { page } = open;
      const left = page.getByRole('region', { name: words.region });
      await left.getByText(words.unreachable).first().waitFor();
      await expectGood(open, view);
      await left.getByRole('button', { name: words.again }).first().click();
      await page.getByText(words.done).waitFor();
      expect(open.complaints).toEqual([]);
    });
  },
);
