/** A real PACS (dcmqrscp) and another Isocenter with DICOMweb are searched in a real browser, and a study is fetched from each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson, isocenterWith } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { type DcmtkServer, hasDcmtk } from '../support/dcmtk.ts';
import { startFilledPacs } from '../support/filled-pacs.ts';
import { expectGood } from '../support/good-page.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

const names = ['Muster^Erika', 'Muster^Max', 'Anders^Anna'];
const images = [
  ...corpus({
    ...{ kind: 'tiny', studies: 3, seriesPerStudy: 2, instancesPerSeries: 3, seed: 940 },
    override: ({ study }) => ({ StudyDate: `2026031${study}`, PatientName: names[study]! }),
  }),
];

let app: WebApp;
let pacs: DcmtkServer;
let clinic: IsocenterServer;
let directory: TemporaryDirectory;

/** Another Isocenter, and what lets us in there. */
async function addClinic(): Promise<void> {
  clinic = await startIsocenter();
  await storeRaw(
    clinic.peer,
    images.map((each) => readRaw(each.encode())),
  );
  const create = ['token', 'create', 'searcher', '--right', 'find,view,download'];
  const { token } = await isocenterJson<{ token: string }>(clinic, create);
  const url = `http://127.0.0.1:${clinic.httpPort}/dicom-web`;
  await isocenter(app.server, 'nodes', 'add', 'clinic', '--web', url);
  const kept = await isocenterWith(`${token}\n`, app.server, 'nodes', 'secret', 'clinic');
  expect(kept.code, kept.stderr).toBe(0);
}

describe.skipIf(!hasChromium || !hasDcmtk)(
  'searching a node',
  { timeout: 120_000, ...againInBrowser },
  () => {
    beforeAll(async () => {
      directory = new TemporaryDirectory('pacs');
      pacs = await startFilledPacs(directory.join('db'), images);
      app = await WebApp.open({ isEmpty: true });
      await isocenter(app.server, 'nodes', 'add', 'hospital', pacs.aet, '127.0.0.1', String(pacs.port));
      await addClinic();
    });
    afterAll(async () => {
      await app?.[Symbol.asyncDispose]();
      await pacs?.stop();
      await clinic?.stop();
      directory?.remove();
    });

    it.each([
      ['hospital', { colorScheme: 'light', size: 'desk' }],
      ['clinic', { colorScheme: 'light', size: 'phone' }],
      ['clinic', { colorScheme: 'dark', size: 'desk' }],
      ['hospital', { colorScheme: 'dark', size: 'phone' }],
    ] as const)('finds on %s by name and date, and fetches what is chosen: %j', async (node, view) => {
      await using open = await app.visit('/admin/nodes', view);
      const { page } = open;
      await page.getByRole('button', { name: `Search ${node}` }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Patient', { exact: true }).fill('Nobody');
      await dialog.getByRole('button', { name: 'Search' }).click();
      await dialog.getByText('It has nothing of this.').waitFor();
      await dialog.getByLabel('Patient', { exact: true }).fill('Muster');
      await dialog.getByLabel('To', { exact: true }).fill('2026-03-10');
      await dialog.getByRole('button', { name: 'Search' }).click();
      await dialog.getByRole('cell', { name: 'Muster, Erika', exact: true }).waitFor();
      expect(await dialog.getByRole('checkbox').count()).toBe(2);
      await dialog.getByRole('checkbox', { name: /^Muster, Erika/ }).check();
      await expectGood(open, 'found');
      await dialog.getByRole('button', { name: 'Fetch 1 study' }).click();
      await dialog
        .getByRole('article', { name: new RegExp(node) })
        .getByText(/^done/)
        .waitFor();
      await dialog
        .getByRole('row', { name: /Muster, Erika/ })
        .getByRole('cell', { name: '6', exact: true })
        .last()
        .waitFor();
      await expectGood(open, 'fetched');
      const study = images.find(({ study }) => study === 0)!;
      await page.goto(`${app.site}/studies/${study.studyInstanceUid}?tab=history`);
      await page.getByLabel('Node', { exact: true }).first().click();
      await page.getByRole('option', { name: node }).click();
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByText('Everything that the node has of this study is here and whole').waitFor();
      await expectGood(open, 'complete');
      const remove = ['remove', '--instance', study.sopInstanceUid];
      expect((await isocenter(app.server, ...remove)).code).toBe(0);
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByText('1 image is missing').waitFor();
      await expectGood(open, 'incomplete');
      await page.getByRole('button', { name: 'Fetch what is missing' }).click();
      await page
        .getByRole('article', { name: new RegExp(node) })
        .getByText(/^done/)
        .waitFor();
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByText('Everything that the node has of this study is here and whole').waitFor();
      expect(open.complaints).toEqual([]);
    });
  },
);
