/** Disks of target folders that are away, full or cannot be written to, and come back: nothing is written elsewhere, and nothing is missing in the end. */
import { globSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attentionInWords, everything } from '../../src/contract/index.ts';
import { canMountImages, DiskImage } from '../support/disk-image.ts';
import { mr } from '../support/generated-images.ts';
import { Phantom } from '../support/phantom.ts';
import { runOrThrow } from '../support/processes.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain, tester } from '../support/temp-archive.ts';

const go = new AbortController().signal;
const NAMES = '{PatientID}/{SeriesNumber} {SeriesDescription}/{InstanceNumber:03}.dcm';
const WAIT = { timeout: 60_000, interval: 200 };

/** A disk of 16 MB with a place of its own. */
class Disk implements AsyncDisposable {
  readonly place: string;
  readonly #file: string;
  #image: DiskImage | undefined;

  constructor(folder: TemporaryDirectory) {
    this.place = folder.join('nas');
    this.#file = folder.join('nas.img');
  }

  async make(): Promise<void> {
    this.#image = await DiskImage.make(this.#file, 16, this.place);
  }

  async takeAway(): Promise<void> {
    await this.#image?.[Symbol.asyncDispose]();
    this.#image = undefined;
  }

  async bringBack(): Promise<void> {
    this.#image = await DiskImage.mount(this.#file, this.place);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.takeAway();
  }
}

type Hindrance = readonly [
  name: string,
  begin: (disk: Disk) => Promise<unknown>,
  end: (disk: Disk) => Promise<unknown>,
];

const hindrances: readonly Hindrance[] = [
  ['away', (disk) => disk.takeAway(), (disk) => disk.bringBack()],
  ['full', fill, async ({ place }) => rmSync(`${place}/ballast`)],
  [
    'not to be written to',
    ({ place }) => runOrThrow('mount', ['-o', 'remount,ro', place]),
    ({ place }) => runOrThrow('mount', ['-o', 'remount,rw', place]),
  ],
];

async function fill({ place }: Disk): Promise<void> {
  await expect(runOrThrow('dd', ['if=/dev/zero', `of=${place}/ballast`, 'bs=4k'])).rejects.toThrow();
}

describeWithPeer('a disk that files go to', await canMountHere(), () => {
  let folder: TemporaryDirectory;
  let disk: Disk;
  let server: RestServer;
  beforeEach(async () => {
    folder = new TemporaryDirectory('disks-away');
    disk = new Disk(folder);
    await disk.make();
    server = await openRest({}, undefined, { targetFolders: [folder.path] });
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await disk[Symbol.asyncDispose]();
    folder.remove();
  });

  async function addSeries(series: number): Promise<void> {
    const phantom = new Phantom({
      ...{ seed: 5, series, dimensions: [32, 32, 4], spacing: [2, 2, 2], origin: [0, 0, 0] },
      valueAt: (i, j, k) => (i * 7919 + j * 104_729 + k * 31) % 3001,
      elements: {
        ...{ ...mr, Modality: 'MR', PatientID: 'P1', StudyDate: '20260131', SeriesNumber: series },
        ...{ ProtocolName: 'anat-T1w', SeriesDescription: `scan ${series}` },
      },
    });
    const paths = phantom.files().map((bytes, i) => {
      const path = folder.join(`scan-${series}-${i}.dcm`);
      writeFileSync(path, bytes);
      return path;
    });
    await drain(server.temporary.archive.importFiles(tester, everything, { paths, documents: false }, go));
  }
  async function say(text: object): Promise<void> {
    const { digest } = await server.client.automationShow({});
    await server.client.automationSave({ text: JSON.stringify(text), digest });
  }
  const look = () => server.automation.lookNow(go);
  const runs = async () => (await server.client.runsList({ rule: 'set' })).runs;
  async function eventually(check: () => unknown): Promise<void> {
    await vi.waitFor(async () => {
      await look();
      await check();
    }, WAIT);
  }

  const [away, full, readOnly] = hindrances as [Hindrance, Hindrance, Hindrance];
  const volumes = { files: '**/*.nii.gz', action: (folder: string) => ({ nifti: { folder } }) };
  const dataset = { ...volumes, action: (folder: string) => ({ nifti: { folder, bids: true } }) };
  const submissions = {
    files: '**/manifest.json',
    action: (folder: string) => ({ submit: { folder, run: ['/bin/true'] } }),
  };
  const cases = [
    ['volumes', volumes, ...away],
    ['a dataset', dataset, ...away],
    ['a dataset', dataset, ...full],
    ['volumes', volumes, ...readOnly],
    ['submissions', submissions, ...away],
    ['submissions', submissions, ...full],
  ] as const;

  it.each(cases)(
    'has what a rule puts there ($0) when it was $2',
    { timeout: 120_000 },
    async (_what, { files, action }, _name, begin, end) => {
      const images = () => globSync(files, { cwd: disk.place, exclude: ['**/.iso*'] });
      await addSeries(1);
      await say({
        rules: { set: { when: 'manual', do: [action(`${disk.place}/lab/set`)] } },
      });
      await drain(server.client.ruleReplay({ name: 'set' }));
      await eventually(async () => expect((await runs()).map(({ state }) => state)).toEqual(['done']));
      const before = images().length;
      expect(before).toBe(1);
      await begin(disk);
      await addSeries(2);
      await drain(server.client.ruleReplay({ name: 'set' }));
      await eventually(() => expect(server.automation.problems()).toHaveLength(1));
      expect(server.automation.problems().map(attentionInWords)[0]).toContain(
        `What is to go to ${disk.place}/lab/set waits: The disk`,
      );
      expect((await server.client.rulesList({})).rules[0]!.problem?.title).toContain('The disk');
      expect((await runs()).filter(({ state }) => state === 'waiting')).toHaveLength(1);
      await end(disk);
      await eventually(async () =>
        expect((await runs()).map(({ state }) => state)).toEqual(['done', 'done']),
      );
      expect(images()).toHaveLength(2);
      await eventually(() => expect(server.automation.problems()).toEqual([]));
      expect((await server.client.rulesList({})).rules[0]!.problem).toBeNull();
      await disk.takeAway();
      expect(readdirSync(disk.place)).toEqual([]);
    },
  );

  it.each(hindrances)('gets its tree when it was %s', { timeout: 120_000 }, async (_name, begin, end) => {
    await addSeries(1);
    // Another tree was there: it is known where its disk belongs.
    await say({ trees: { first: { folder: `${disk.place}/first`, names: NAMES } } });
    await drain(server.client.treeBuild({ name: 'first', anew: false }));
    await begin(disk);
    await say({ trees: { lab: { folder: `${disk.place}/lab`, names: NAMES, contents: 'both' } } });
    await eventually(() => expect(server.automation.problems()).toHaveLength(1));
    expect(server.automation.problems().map(attentionInWords)[0]).toMatch(/^Tree lab: The (disk|folder)/);
    expect((await server.client.treesList({})).trees[0]).toMatchObject({ state: 'stopped' });
    await end(disk);
    await drain(server.client.treeBuild({ name: 'lab', anew: false }));
    await eventually(() => expect(server.automation.problems()).toEqual([]));
    const files = (at: string) => globSync(`${at}/**/*.{dcm,nii.gz}`, { cwd: disk.place }).length;
    expect([files('first'), files('lab')]).toEqual([4, 5]);
    await begin(disk);
    await addSeries(2);
    await server.temporary.parts.catalog.markQuiet({ seriesMs: 0, studyMs: 0 });
    await eventually(() => expect(server.automation.problems()).toHaveLength(1));
    await end(disk);
    await eventually(() => expect(files('lab')).toBe(10));
    await eventually(() => expect(server.automation.problems()).toEqual([]));
    await disk.takeAway();
    expect(readdirSync(disk.place)).toEqual([]);
  });
});

async function canMountHere(): Promise<boolean> {
  const folder = new TemporaryDirectory('can-mount');
  try {
    return await canMountImages(folder.path);
  } finally {
    folder.remove();
  }
}
