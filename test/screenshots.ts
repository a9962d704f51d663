/** Pictures of every page from the demo data, to be looked at: `npm run docs:screenshots` writes docs/screenshots/, or, with names of stops behind it, those alone. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { cutShort, damagedInstances, sendFiles } from './e2e/damaged.ts';
import { openChromium } from './support/chromium.ts';
import { isocenter, isocenterJson } from './support/command-line.ts';
import { uid } from './support/corpus.ts';
import { contentItem, ecgFile, measurement, pdfFile, reportFile } from './support/documents.ts';
import { mr, nativeFile } from './support/generated-images.ts';
import { lut, soft } from './support/look-up-tables.ts';
import { type AppPlaces, appTour, logIn, pageTour, sizes, tourStops } from './support/page-tour.ts';
import { password } from './support/pages-door.ts';
import { runOrThrow, waitFor } from './support/processes.ts';
import { type IsocenterServer, mainScript, nodeBinary, startIsocenter } from './support/server.ts';
import { TemporaryDirectory } from './support/temp.ts';
import { TourPacs } from './support/tour-pacs.ts';

const examples = fileURLToPath(new URL('../examples/extensions', import.meta.url));
const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const schemes = ['light', 'dark'] as const;
/** Pages are flat: few colours are enough, and a picture is a tenth as large. */
const COLOURS = 64;
const STUDIES_SHARED = 4;
/** Of UIDs of objects, and their series. */
const SEED = 8_900;
const TABLES_SEED = 8_901;
/** Files that arrive and cannot be taken in. */
const DAMAGED = 2;
const [LETTER, REPORT, ECG] = [1, 2, 3];
const ways = { ...pageTour, ...appTour };
/** Without the first, which is there while nothing is kept. */
const appStops = Object.keys(appTour).slice(1) as (keyof typeof appTour)[];

const named = process.argv.slice(2);
const isWanted = (stop: string) => named.length === 0 || named.includes(stop);
using targets = new TemporaryDirectory('targets');
using sources = new TemporaryDirectory('sources');
await using server = await startIsocenter({
  args: ['--target-folders', targets.path, '--source-folders', sources.path],
});
const chromium = await openChromium({ hasWebGl: true });
mkdirSync(folder, { recursive: true });
try {
  const atFirst = placesAtFirst(server);
  if (isWanted('first-account')) await takeAll(chromium, 'first-account', atFirst);
  await addPeople(atFirst);
  if (isWanted('welcome')) await takeAll(chromium, 'welcome', atFirst);
  await isocenter(server, 'demo');
  await addObjects();
  await using pacs = await TourPacs.open(server);
  await addAutomation(pacs);
  const places = await placesOf(server, atFirst);
  for (const stop of [...tourStops, ...appStops].filter(isWanted)) await takeAll(chromium, stop, places);
} finally {
  await chromium.close();
}

/** What is no image, of a person of its own. */
async function addObjects(): Promise<void> {
  using made = new TemporaryDirectory('screenshots');
  const nodule = contentItem('TEXT', 'Finding', { TextValue: 'A nodule of the left lung.' });
  const files = [
    pdfFile(SEED, LETTER, ['Dear colleague', 'Second page', 'Kind regards']),
    reportFile(SEED, REPORT, {
      title: 'Chest CT Report',
      images: [],
      content: [
        contentItem('CONTAINER', 'Findings', {
          ContentSequence: [nodule, measurement('Length', '12.5', 'mm'), measurement('Area', '98', 'mm2')],
        }),
      ],
      more: { CompletionFlag: 'COMPLETE', VerificationFlag: 'VERIFIED' },
    }),
    ecgFile(SEED, ECG),
    nativeFile(
      {
        ...{ ...mr, PhotometricInterpretation: 'MONOCHROME2' },
        VOILUTSequence: [
          lut(0, 12, soft(4_096, 4_095), 'NORMAL'),
          lut(900, 12, soft(1_500, 4_095), 'HARDER'),
        ],
        ...{ WindowCenter: 1_000, WindowWidth: 500, WindowCenterWidthExplanation: 'DARK' },
      },
      TABLES_SEED,
    ),
  ];
  for (const [at, file] of files.entries()) writeFileSync(made.join(`${at}.dcm`), file);
  await isocenter(server, 'import', made.path);
  await sendFiles(server, damagedInstances(SEED, DAMAGED).map(cutShort), 'x-ray room');
}

/** One of each thing that the archive does by itself; rules have done it for what is here. */
async function addAutomation(pacs: TourPacs): Promise<void> {
  const hospital = ['hospital', server.aet, '127.0.0.1', String(server.dicomPort)];
  await isocenter(server, 'nodes', 'add', ...hospital, '--may', 'find,retrieve');
  mkdirSync(sources.join('scanner'));
  writeFileSync(sources.join('scanner/notes.txt'), 'no images');
  const extensions = join(server.data, 'extensions');
  mkdirSync(extensions, { recursive: true });
  for (const name of ['subject-ids.ts', 'page-links.ts'])
    cpSync(join(examples, name), join(extensions, name));
  using made = new TemporaryDirectory('automation');
  const file = made.join('automation.yaml');
  writeFileSync(
    file,
    `trees:
  lab:
    folder: ${targets.join('lab')}
    names: "{PatientName}/{StudyDate}_{StudyDescription}/{SeriesNumber}_{SeriesDescription}/{InstanceNumber}.dcm"
    if: { Modality: MR }
schedules:
  nightly:
    at: "0 1 * * *"
    timeZone: Europe/Berlin
    retrieve:
      node: hospital
      studies: { StudyDate: last 7 days }
      between: "20:00-06:00"
${pacs.schedules}rules:
  mark-heads:
    when: study quiet
    if: { Modality: MR }
    do: [{ label: head }]
  brains:
    when: manual
    if: { Modality: MR }
    do: [{ nifti: { folder: ${targets.join('brains')}, bids: true } }]
  ask-radiology:
    when: manual
    if: { Modality: CT }
    do: [{ send: ct-basement }]
    on: false
inboxes:
  scanner:
    folder: ${sources.join('scanner')}
    quietSeconds: 1
retention:
  old-outside:
    olderThanDays: 3650
    if: { Modality: CT }
    on: false
`,
  );
  await isocenter(server, 'automation', 'save', file);
  await isocenter(server, 'rules', 'replay', 'mark-heads');
  await isocenter(server, 'rules', 'replay', 'brains');
  await isocenter(server, 'schedules', 'run', 'nightly');
  await pacs.run(server);
  await waitFor('volumes of brains', async () => {
    const runs = await isocenterJson<{ state: string }[]>(server, ['rules', 'runs', '--rule', 'brains']);
    return runs.length > 0 && runs.every(({ state }) => state !== 'new' && state !== 'waiting');
  });
}

/** There is nothing to be shared or viewed yet. */
function placesAtFirst({ process, httpPort }: IsocenterServer): AppPlaces {
  const [, setUpKey = ''] = /setup\?key=([\w-]+)/.exec(process.stdout) ?? [];
  const none = {
    share: '',
    shareWithCode: '',
    volume: '',
    study: '',
    tables: '',
    document: '',
    report: '',
    ecg: '',
  };
  return { ...none, site: `http://localhost:${httpPort}`, setUpKey };
}

async function placesOf(of: IsocenterServer, atFirst: AppPlaces): Promise<AppPlaces> {
  const studies = await isocenterJson<{ StudyInstanceUID: string }[]>(of, [
    'find',
    'study',
    'PatientName=Demo*',
  ]);
  const chosen = studies
    .slice(0, STUDIES_SHARED)
    .flatMap(({ StudyInstanceUID }) => ['--study', StudyInstanceUID]);
  const share = (...more: string[]) =>
    isocenterJson<{ path: string }>(of, [
      ...['share', 'create', ...chosen, '--title', 'For Dr. Weber', '--expires', '14d', ...more],
    ]);
  const [tables] = await isocenterJson<{ StudyInstanceUID: string }[]>(of, [
    ...['find', 'study', `PatientID=VIEWER${TABLES_SEED}`],
  ]);
  const [chest] = await isocenterJson<{ StudyInstanceUID: string; SeriesInstanceUID: string }[]>(of, [
    ...['find', 'series', 'Modality=CT', 'SeriesDescription=*'],
  ]);
  const objects = `/viewer/${uid(SEED, 1)}?panes=`;
  return {
    ...atFirst,
    study: `/studies/${chest?.StudyInstanceUID}`,
    ...{ volume: `/viewer/${chest?.StudyInstanceUID}?panes=${chest?.SeriesInstanceUID}` },
    ...{ document: objects + uid(SEED, 1, LETTER), report: objects + uid(SEED, 1, REPORT) },
    ecg: objects + uid(SEED, 1, ECG),
    tables: `/viewer/${tables?.StudyInstanceUID}`,
    ...{ share: (await share()).path, shareWithCode: (await share('--code')).path },
  };
}

async function addPeople({ site }: AppPlaces): Promise<void> {
  const editor = ['--role', 'editor', '--right', 'breakGlass'];
  for (const [name, terms] of [
    ['ada', editor],
    ['bob', editor],
    ['otto', ['--role', 'administrator']],
    ['lea', ['--right', 'send,find,view']],
  ] as const)
    await runOrThrow(nodeBinary, [mainScript, 'user', 'add', name, ...terms, '--data', server.data], {
      input: `${password}\n`,
    });
  const ct = ['ct-basement', 'CT1', '127.0.0.1', String(server.dicomPort)];
  await isocenter(server, 'nodes', 'add', ...ct);
  const context = await chromium.newContext();
  const page = await context.newPage();
  await logIn(page, site, 'bob');
  await page.goto(`${site}/account`);
  await page.getByRole('button', { name: 'Set it up' }).click();
  const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  await page.getByRole('textbox', { name: 'Code' }).fill(await generate({ secret }));
  await page.keyboard.press('Enter');
  await page.getByText('Your recovery codes').waitFor();
  await context.close();
}

async function takeAll(browser: Browser, stop: keyof typeof ways, places: AppPlaces): Promise<void> {
  for (const colorScheme of schemes)
    for (const [size, viewport] of Object.entries(sizes)) {
      const context = await browser.newContext({ colorScheme, viewport });
      const page = await context.newPage();
      await ways[stop](page, places);
      await take(page, `${stop}-${size}-${colorScheme}`);
      await context.close();
    }
}

async function take(page: Page, name: string): Promise<void> {
  // Also of those that nobody scrolled to.
  await page.evaluate(`Promise.all(Array.from(document.images, (image) => {
    image.loading = 'eager';
    return image.decode().catch(() => undefined);
  }))`);
  const picture = await page.screenshot({ fullPage: true });
  const small = await sharp(picture).png({ palette: true, colours: COLOURS, effort: 10 }).toBuffer();
  writeFileSync(`${folder}/${name}.png`, small);
}
