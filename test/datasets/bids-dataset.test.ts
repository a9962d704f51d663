/** What becomes of a BIDS dataset when series are converted into it, again and again. A script stands for dcm2niix, so that it does what is asked. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IsocenterError, systemClock } from '../../src/base/index.ts';
import type { NiftiSummary } from '../../src/contract/index.ts';
import { type Engine, groupBySeries, usualConversion } from '../../src/convert/index.ts';
import { DatasetFolder } from '../../src/datasets/dataset-folder.ts';
import {
  type ConvertIntoDataset,
  convertIntoDataset,
  nameInDataset,
  namesInDataset,
} from '../../src/datasets/index.ts';
import { datasetLimits } from '../../src/datasets/limits.ts';
import { readMapping, saidIn, withGuesses } from '../../src/datasets/mapping.ts';
import type { PlainDataset } from '../../src/dicom/index.ts';
import { uid } from '../support/corpus.ts';
import { mr } from '../support/generated-images.ts';
import { Phantom } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain } from '../support/temp-archive.ts';

/** It makes a volume and a sidecar for each line of a file beside it. */
const SCRIPT = `#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = -o ] && out="$2"; shift; done
while read -r end; do
  ls "$1" > "$out/image$end.nii.gz"; echo '{"EchoTime": 0.03}' > "$out/image$end.json"
done < "$(dirname "$0")/ends"
`;

let folder: TemporaryDirectory;

beforeEach(() => {
  folder = new TemporaryDirectory('bids-dataset');
  writeFileSync(folder.join('dcm2niix'), SCRIPT);
  chmodSync(folder.join('dcm2niix'), 0o755);
  writeFileSync(folder.join('ends'), '\n');
});
afterEach(() => folder.remove());

interface Scan {
  readonly patient?: string;
  readonly date?: string;
  readonly number: number;
  readonly protocol: string;
  readonly images?: number;
}

/** Studies are told apart by patient and date. */
function scan({ patient = 'P1', date = '20260131', number, protocol, images = 1 }: Scan): void {
  const seed = [...`${patient}${date}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003,
    7,
  );
  const elements: PlainDataset = {
    ...mr,
    ...{ Modality: 'MR', PatientID: patient, StudyDate: date, SeriesNumber: number },
    ...{ ProtocolName: protocol, SeriesDescription: protocol, SeriesInstanceUID: uid(seed, 1, number) },
  };
  const phantom = new Phantom({
    ...{ seed, series: number, dimensions: [2, 2, images], spacing: [1, 1, 1], origin: [0, 0, 0] },
    ...{ valueAt: () => 1, elements },
  });
  mkdirSync(folder.join('scans'), { recursive: true });
  for (const [i, bytes] of phantom.files().entries())
    writeFileSync(folder.join(`scans/${patient}-${date}-${number}-${i}`), bytes);
}

async function convert(more: Partial<ConvertIntoDataset> = {}): Promise<NiftiSummary> {
  const { series } = await groupBySeries(globSync(folder.join('scans/*')));
  const engine: Engine = { kind: 'installed', version: 'v1', command: [folder.join('dcm2niix')] };
  const engines = { installed: engine, builtIn: () => Promise.reject(new Error('not asked for')) };
  const how = {
    ...{ folder: folder.join('set'), options: usualConversion, dryRun: false },
    ...{ searchPath: folder.path, signal: new AbortController().signal, ...more },
  };
  const about = { folder: how.folder, total: series.length, clock: systemClock };
  return (await drain(convertIntoDataset(engines, series, how, about))).result;
}

const call = { signal: new AbortController().signal };

/** Below the dataset, but what is for programs. */
const files = () =>
  globSync('**/*', { cwd: folder.join('set') })
    .filter((path) => statSync(folder.join('set', path)).isFile())
    .sort();
const images = () => files().filter((path) => path.endsWith('.nii.gz'));
const read = (path: string) => readFileSync(folder.join('set', path), 'utf8');
const write = (path: string, text: string) => writeFileSync(folder.join('set', path), text);
const mapping = 'code/isocenter-names.yaml';

/** After so many changes of the dataset none happens any more, as when the program is killed. @returns what undoes it */
function endAfter(changes: number): () => void {
  let left = changes;
  const spies = (['write', 'take', 'remove'] as const).map((name) => {
    const method = DatasetFolder.prototype[name] as (...given: string[]) => Promise<never>;
    return vi.spyOn(DatasetFolder.prototype, name).mockImplementation(async function (
      this: DatasetFolder,
      ...given: string[]
    ) {
      if (left-- <= 0) throw new IsocenterError('cancelled');
      return await method.apply(this, given);
    } as never);
  });
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}

describe('a BIDS dataset', () => {
  it('takes subjects and sessions side by side, and has what a dataset needs', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    expect(await convert()).toMatchObject({ converted: 1, dataset: { named: 1, aside: 0, doubtful: [] } });
    scan({ date: '20260301', number: 1, protocol: 'anat-T1w' });
    scan({ patient: 'P2', number: 1, protocol: 'anat-T1w_ses-pre' });
    expect(await convert()).toMatchObject({ converted: 2, current: 1, dataset: { named: 3 } });
    expect(files().filter((path) => !path.endsWith('.json'))).toEqual([
      ...['README', mapping, 'participants.tsv'],
      'sub-P1/ses-20260131/anat/sub-P1_ses-20260131_T1w.nii.gz',
      'sub-P1/ses-20260301/anat/sub-P1_ses-20260301_T1w.nii.gz',
      'sub-P2/ses-pre/anat/sub-P2_ses-pre_T1w.nii.gz',
    ]);
    expect(read('participants.tsv')).toBe('participant_id\nsub-P1\nsub-P2\n');
    expect(JSON.parse(read('dataset_description.json'))).toMatchObject({ Name: 'set', DatasetType: 'raw' });
    expect(read('.bidsignore')).toBe('unnamed/\n.isocenter-bids/\n');
  });

  it('changes nothing when nothing has changed, and keeps what people wrote', async () => {
    scan({ number: 1, protocol: 't1' });
    await convert();
    write('participants.tsv', 'participant_id\tage\nsub-P1\t33\nsub-X\t44\n');
    write('README', 'Ours.\n');
    write('.bidsignore', 'notes.txt');
    appendFileSync(folder.join('set', mapping), '# Look at me\n');
    await convert();
    const marks = () => files().map((path) => [path, statSync(folder.join('set', path)).mtimeMs]);
    const before = marks();
    expect(await convert()).toMatchObject({ converted: 0, current: 1 });
    expect(marks()).toEqual(before);
    scan({ patient: 'P2', number: 1, protocol: 't1' });
    await convert();
    expect(read('participants.tsv')).toBe('participant_id\tage\nsub-P1\t33\nsub-X\t44\nsub-P2\tn/a\n');
    expect(read('README')).toBe('Ours.\n');
    expect(read('.bidsignore')).toBe('notes.txt\nunnamed/\n.isocenter-bids/\n');
    expect(read(mapping)).toContain('# Look at me');
  });

  it('says the task in the sidecar, has a table of events, and takes what was written there along', async () => {
    scan({ number: 1, protocol: 'func_task-words' });
    scan({ number: 2, protocol: 'func_task-rest' });
    await convert();
    const func = 'sub-P1/ses-20260131/func/sub-P1_ses-20260131_task';
    expect(JSON.parse(read(`${func}-words_bold.json`))).toEqual({ EchoTime: 0.03, TaskName: 'words' });
    expect(read(`${func}-words_events.tsv`)).toBe('onset\tduration\ttrial_type\n');
    expect(existsSync(folder.join('set', `${func}-rest_events.tsv`))).toBe(false);
    appendFileSync(folder.join('set', `${func}-words_events.tsv`), '1\t2\tword\n');
    scan({ number: 3, protocol: 'func_task-words' });
    await convert();
    expect(read(`${func}-words_run-1_events.tsv`)).toContain('1\t2\tword');
    expect(read(`${func}-words_run-2_events.tsv`)).not.toContain('1\t2\tword');
    expect(files().filter((path) => /words_(bold|events)|on-the-way/.test(path))).toEqual([]);
  });

  describe('has tables of events that', () => {
    const func = 'sub-P1/ses-20260131/func/sub-P1_ses-20260131_task';
    const header = 'onset\tduration\ttrial_type\n';
    const say = (protocol: string, is: string) =>
      nameInDataset(folder.join('set'), [{ protocol, description: protocol, is }], call);
    const tables = () =>
      files()
        .filter((path) => /_events|on-the-way/.test(path))
        .map((path) => [path.replace(/_[0-9a-f]{6}_events/, '_X_events'), read(path).replace(header, '')]);
    const aside = (path: string) => `unnamed/sub-P1/ses-20260131/${path}`;

    beforeEach(async () => {
      scan({ number: 1, protocol: 'first' });
      scan({ number: 2, protocol: 'second' });
      await convert();
      await say('first', 'func-bold_task-one');
      await say('second', 'func-bold_task-two');
    });
    const fill = (task: string): void =>
      appendFileSync(folder.join('set', `${func}-${task}_events.tsv`), `1\t2\t${task}\n`);

    it('go aside with a run that is left out, come back with it, and are nobody else’s', async () => {
      fill('one');
      fill('two');
      write(mapping, read(mapping).replace('func-bold_task-one', 'skip').replace('task-two', 'task-one'));
      await convert();
      expect(tables()).toEqual([
        [`${func}-one_events.tsv`, '1\t2\ttwo\n'],
        [aside('001_first_X_events.tsv'), '1\t2\tone\n'],
      ]);
      await say('first', 'anat-T1w');
      expect(tables()[1]).toEqual([aside('001_first_X_events.tsv'), '1\t2\tone\n']);
      await say('first', 'func-bold_task-again');
      expect(tables()).toEqual([
        [`${func}-again_events.tsv`, '1\t2\tone\n'],
        [`${func}-one_events.tsv`, '1\t2\ttwo\n'],
      ]);
    });

    it('take the place of one that nobody has written in', async () => {
      fill('two');
      write(`${func}-three_events.tsv`, header);
      write(mapping, read(mapping).replace('func-bold_task-one', 'skip').replace('task-two', 'task-one'));
      await convert();
      await say('second', 'func-bold_task-three');
      expect(tables()).toEqual([[`${func}-three_events.tsv`, '1\t2\ttwo\n']]);
    });

    it('are kept aside where somebody else’s has the name, which is said', async () => {
      fill('one');
      write(`${func}-three_events.tsv`, 'theirs');
      write(mapping, read(mapping).replace('task-one', 'task-three').replace('task-two', 'task-one'));
      const path = `unnamed/${func}-three_events.tsv`;
      expect((await convert()).dataset!.doubtful).toMatchObject([
        { protocol: 'first', problem: { code: 'dataset/events-aside', params: { file: path } } },
      ]);
      expect(tables()).toEqual([
        [`${func}-one_events.tsv`, ''],
        [`${func}-three_events.tsv`, 'theirs'],
        [path, '1\t2\tone\n'],
      ]);
      expect((await convert()).dataset!.doubtful).toEqual([]);
    });

    it('are tried and told of again where they went aside and the program was ended', {
      timeout: 120_000,
    }, async () => {
      const path = `unnamed/${func}-three_events.tsv`;
      const told = { code: 'dataset/events-aside', params: { file: path } };
      for (let changes = 0, isWhole = false; !isWhole; changes++) {
        await say('first', 'func-bold_task-one');
        fill('one');
        write(`${func}-three_events.tsv`, 'theirs');
        write(mapping, read(mapping).replace('task-one', 'task-three'));
        const ended = endAfter(changes);
        isWhole = await convert().then(
          () => true,
          () => false,
        );
        ended();
        const doubtful = isWhole ? [] : [{ protocol: 'first', problem: told }];
        expect((await convert()).dataset!.doubtful, `after ${changes} changes`).toMatchObject(doubtful);
        expect(tables()).toEqual([
          [`${func}-three_events.tsv`, 'theirs'],
          [`${func}-two_events.tsv`, ''],
          [path, '1\t2\tone\n'],
        ]);
        rmSync(folder.join('set', path));
        rmSync(folder.join('set', `${func}-three_events.tsv`));
        expect(changes).toBeLessThan(100);
      }
    });
  });

  it('keeps aside what it has no name for, until somebody says it', async () => {
    scan({ number: 7, protocol: 'odd one' });
    const { dataset } = await convert();
    expect(dataset).toMatchObject({
      ...{ named: 0, aside: 1 },
      doubtful: [{ protocol: 'odd one', source: 'none', name: null, series: 1 }],
    });
    expect(images()).toEqual([
      expect.stringMatching(/^unnamed\/sub-P1\/ses-20260131\/007_odd one_\w+\.nii\.gz$/),
    ]);
    expect(existsSync(folder.join('set/participants.tsv'))).toBe(false);
    const said = read(mapping).replace('is: null', 'is: func_task-odd_ses-9 # I know');
    write(mapping, said.replace('subjects: {}', 'subjects:\n  P1: "01"'));
    expect(await convert()).toMatchObject({ converted: 0, current: 1, dataset: { named: 1, doubtful: [] } });
    expect(images()).toEqual(['sub-01/ses-9/func/sub-01_ses-9_task-odd_bold.nii.gz']);
    expect(existsSync(folder.join('set/unnamed'))).toBe(false);
    expect(read(mapping)).toContain('is: func_task-odd_ses-9 # I know');
    write(mapping, read(mapping).replace('func_task-odd_ses-9', 'skip'));
    await convert();
    expect(images()).toEqual([expect.stringMatching(/^unnamed\/sub-01\/ses-20260131\/007_odd one/)]);
    expect(files().filter((path) => path.includes('events'))).toEqual([]);
  });

  it('takes the names of series as they are, with their stars and without anything', async () => {
    for (const [at, protocol] of ['AX T2*', 'AX T2* long', ''].entries()) scan({ number: at + 1, protocol });
    await convert();
    expect(read(mapping)).toContain('protocol: AX T2\\*\n');
    const set = folder.join('set');
    const say = (protocol: string, is: string) =>
      nameInDataset(set, [{ protocol, description: protocol, is }], call);
    await say('AX T2*', 'anat-T2starw');
    const rows = await say('', 'skip');
    expect(rows.map(({ is, source }) => [is, source])).toEqual([
      ['anat-T2starw', 'mapping'],
      [null, 'guess'],
      ['skip', 'mapping'],
    ]);
    expect(await convert()).toMatchObject({ current: 3, dataset: { named: 2, aside: 1 } });
    expect(read(mapping).match(/protocol: /g)).toHaveLength(3);
  });

  it('has a table that it can read itself, whatever there is to guess', () => {
    const guessed = Array.from({ length: 5_000 }, (_, at) => ({
      ...{ protocol: `${at}${'*'.repeat(250)}`, description: 'x'.repeat(256), guess: null, confidence: 0 },
    }));
    const text = withGuesses(readMapping().text, guessed);
    expect(text.length).toBeGreaterThan(datasetLimits.mappingBytes - 16_384);
    expect(readMapping(text).rows).toEqual([]);
    expect(withGuesses(text, guessed) === text).toBe(true);
    expect(saidIn(text)(guessed[0]!)).toBeNull();
  });

  it('calls a subject as the table says, with the row and the files that are there', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    await convert();
    write('participants.tsv', 'participant_id\tage\nsub-P1\t33\n');
    write(mapping, read(mapping).replace('subjects: {}', 'subjects: { P1: 01 }'));
    await convert();
    expect(read('participants.tsv')).toBe('participant_id\tage\nsub-01\t33\n');
    expect(images()).toEqual(['sub-01/ses-20260131/anat/sub-01_ses-20260131_T1w.nii.gz']);
  });

  it('lets names go round in a circle', async () => {
    scan({ number: 2, protocol: 'anat-T1w' });
    await convert();
    scan({ number: 1, protocol: 'anat-T1w', images: 2 });
    scan({ number: 3, protocol: 'anat-T1w', images: 3 });
    await convert();
    const runs = () => images().map((path) => [path.slice(-16), read(path).split('\n').length - 1] as const);
    expect(runs()).toEqual(
      [
        ['_run-1_T1w.nii.gz', 2],
        ['_run-2_T1w.nii.gz', 1],
        ['_run-3_T1w.nii.gz', 3],
      ].map(([end, count]) => [String(end).slice(-16), count]),
    );
  });

  it.each([
    ['func_task-a', '_e1\n_e2\n', ['func/X_task-a_echo-1_bold', 'func/X_task-a_echo-2_bold']],
    ['gre_field_mapping', '_e1\n_e2\n', ['fmap/X_magnitude1', 'fmap/X_magnitude2']],
    ['B0', '\n_fieldmaphz\n', ['fmap/X_fieldmap', 'fmap/X_magnitude']],
  ])('tells the files of %s apart', async (protocol, ends, names) => {
    writeFileSync(folder.join('ends'), ends);
    scan({ number: 1, protocol });
    await convert();
    const place = 'sub-P1/ses-20260131/';
    expect(images()).toEqual(
      names.map((name) => `${place}${name.replace('X', 'sub-P1_ses-20260131')}.nii.gz`),
    );
    if (protocol === 'B0')
      expect(JSON.parse(read(`${place}fmap/sub-P1_ses-20260131_fieldmap.json`))).toHaveProperty(
        'Units',
        'Hz',
      );
  });

  it('carries over what a person wrote into a sidecar when more images have come', async () => {
    scan({ number: 1, protocol: 'fmap_dir-AP' });
    await convert();
    const sidecar = 'sub-P1/ses-20260131/fmap/sub-P1_ses-20260131_dir-AP_epi.json';
    const said = { IntendedFor: 'ses-1/func/x.nii.gz', PatientName: 'Nobody' };
    write(sidecar, JSON.stringify({ ...JSON.parse(read(sidecar)), ...said }));
    expect(await convert()).toMatchObject({ current: 1 });
    scan({ number: 1, protocol: 'fmap_dir-AP', images: 2 });
    expect(await convert()).toMatchObject({ converted: 1 });
    expect(JSON.parse(read(sidecar))).toEqual({ EchoTime: 0.03, IntendedFor: said.IntendedFor });
  });

  it('leaves a name to a file of somebody else, and says so', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    const place = 'sub-P1/ses-20260131/anat';
    mkdirSync(folder.join('set', place), { recursive: true });
    write(`${place}/sub-P1_ses-20260131_T1w.json`, 'theirs');
    expect((await convert()).dataset).toMatchObject({
      aside: 1,
      doubtful: [{ name: 'anat-T1w', problem: { code: 'dataset/name-of-file' } }],
    });
    expect(read(`${place}/sub-P1_ses-20260131_T1w.json`)).toBe('theirs');
    expect(images()).toEqual([expect.stringMatching(/^unnamed\//)]);
  });

  it('makes again what is gone, and leaves a volume that somebody changed', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    await convert();
    const [image] = images();
    rmSync(folder.join('set', image!));
    expect(await convert()).toMatchObject({ converted: 1 });
    write(image!, 'theirs');
    expect((await convert()).dataset).toMatchObject({ aside: 1 });
    expect(read(image!)).toBe('theirs');
  });

  it('goes on where it was interrupted', async () => {
    scan({ number: 1, protocol: 'func_task-words' });
    await convert();
    const [image] = images();
    const [record] = readdirSync(folder.join('set/.isocenter-bids/series'));
    const way = `.isocenter-bids/files/${record!.replace('.json', '')}`;
    mkdirSync(folder.join('set/.isocenter-bids/files'), { recursive: true });
    renameSync(folder.join('set', image!), folder.join('set', `${way}.nii.gz`));
    expect(await convert()).toMatchObject({ converted: 0, current: 1, dataset: { named: 1 } });
    expect(images()).toEqual([image]);
    expect(existsSync(folder.join('set', `${way}.nii.gz`))).toBe(false);
  });

  it('carries over what a person wrote when it was interrupted, and more images have come since', async () => {
    for (const number of [1, 2]) scan({ number, protocol: 'fmap_dir-AP' });
    await convert();
    const place = (run: number) => `sub-P1/ses-20260131/fmap/sub-P1_ses-20260131_dir-AP_run-${run}_epi`;
    for (const run of [1, 2]) write(`${place(run)}.json`, JSON.stringify({ IntendedFor: `of ${run}` }));
    const records = readdirSync(folder.join('set/.isocenter-bids/series'));
    const record = records.find((name) => read(`.isocenter-bids/series/${name}`).includes('run-1_epi'))!;
    const way = `.isocenter-bids/files/${record.replace('.json', '')}`;
    mkdirSync(folder.join('set/.isocenter-bids/files'));
    for (const extension of ['.nii.gz', '.json'])
      renameSync(folder.join('set', place(1) + extension), folder.join('set', way + extension));
    // The first is about to be where the second still is.
    write(
      `.isocenter-bids/series/${record}`,
      read(`.isocenter-bids/series/${record}`).replace('run-1_epi', 'run-2_epi'),
    );
    scan({ number: 1, protocol: 'fmap_dir-AP', images: 2 });
    expect(await convert()).toMatchObject({ converted: 1, current: 1 });
    for (const run of [1, 2])
      expect(JSON.parse(read(`${place(run)}.json`))).toMatchObject({ IntendedFor: `of ${run}` });
  });

  it('loses nothing that people wrote, whenever it is ended, and comes to the same', {
    timeout: 240_000,
  }, async () => {
    const prepare = async (): Promise<void> => {
      for (const name of ['set', 'scans']) rmSync(folder.join(name), { recursive: true, force: true });
      scan({ number: 1, protocol: 'func_task-words' });
      scan({ number: 2, protocol: 'func_task-words' });
      await convert();
      for (const run of [1, 2]) {
        const place = `${func}-words_run-${run}`;
        appendFileSync(folder.join('set', `${place}_events.tsv`), `${run}\t2\tword\n`);
        const sidecar = JSON.parse(read(`${place}_bold.json`)) as object;
        write(`${place}_bold.json`, JSON.stringify({ ...sidecar, Instructions: `of ${run}` }));
      }
      // Names go round, and both series are converted anew.
      scan({ number: 1, protocol: 'func_task-words', images: 2 });
      scan({ number: 2, protocol: 'func_task-words', images: 2 });
      scan({ number: 0, protocol: 'func_task-words' });
    };
    const func = 'sub-P1/ses-20260131/func/sub-P1_ses-20260131_task';
    const left = () =>
      (readdirSync(folder.join('set'), { recursive: true }) as string[]).filter((path) =>
        /on-the-way|bids\/(lock|events|(kept|files)\/)/.test(path),
      );
    const check = (changes: number): void => {
      for (const run of [1, 2]) {
        const place = `${func}-words_run-${run + 1}`;
        expect(read(`${place}_events.tsv`), `after ${changes} changes`).toContain(`${run}\t2\tword`);
        expect(JSON.parse(read(`${place}_bold.json`))).toMatchObject({ Instructions: `of ${run}` });
      }
      expect(read(`${func}-words_run-1_events.tsv`)).toBe('onset\tduration\ttrial_type\n');
      expect(left()).toEqual([]);
      expect(images()).toHaveLength(3);
    };
    for (let changes = 0, isWhole = false; !isWhole; changes++) {
      await prepare();
      const ended = endAfter(changes);
      isWhole = await convert().then(
        () => true,
        () => false,
      );
      ended();
      await convert();
      check(changes);
      expect(changes).toBeLessThan(200);
    }
  });

  it('follows no links', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    mkdirSync(folder.join('elsewhere'));
    mkdirSync(folder.join('set'));
    symlinkSync(folder.join('elsewhere'), folder.join('set/sub-P1'));
    await expect(convert()).rejects.toMatchObject({ code: 'store/io' });
    expect(globSync(folder.join('elsewhere/**/*'))).toEqual([]);
    rmSync(folder.join('set/sub-P1'));
    await convert();
    expect(images()).toEqual(['sub-P1/ses-20260131/anat/sub-P1_ses-20260131_T1w.nii.gz']);
  });

  it('writes over nothing that it cannot read', async () => {
    scan({ number: 1, protocol: 't1' });
    await convert();
    for (const path of [mapping, '.bidsignore']) {
      const absolute = folder.join('set', path);
      renameSync(absolute, folder.join('kept'));
      symlinkSync(folder.join('kept'), absolute);
      await expect(convert()).rejects.toMatchObject({
        code: 'dataset/mapping',
        message: expect.stringContaining(path),
      });
      await expect(nameInDataset(folder.join('set'), [], call)).rejects.toMatchObject({
        code: 'dataset/mapping',
      });
      rmSync(absolute);
      renameSync(folder.join('kept'), absolute);
    }
    expect(await convert()).toMatchObject({ current: 1 });
  });

  it.each([
    ['"added": ""', '"added": "/../../../../../elsewhere/x"'],
    ['"extension": ".json"', '"extension": "/../../../elsewhere/x"'],
    ['"place": "', '"place": "../elsewhere/'],
  ])('takes a record with %s instead for none', async (said, other) => {
    scan({ number: 1, protocol: 't1' });
    await convert();
    const [name] = readdirSync(folder.join('set/.isocenter-bids/series'));
    const record = `.isocenter-bids/series/${name}`;
    expect(read(record)).toContain(said);
    write(record, read(record).replace(said, other));
    expect(await namesInDataset(folder.join('set'))).toEqual([]);
    expect(existsSync(folder.join('elsewhere'))).toBe(false);
  });

  it.each([
    ['no YAML', 'series: [', /cannot be used/],
    ['what it does not know', 'series: []\nserie: []', /serie/],
    ['no name of BIDS', 'series:\n  - protocol: x\n    is: anat-bold', /series 1: This is no BIDS name/],
    ['a label with other characters', 'subjects: { P1: a-b }', /letters and digits/],
  ])('does nothing with a table of %s', async (_, text, words) => {
    scan({ number: 1, protocol: 'anat-T1w' });
    mkdirSync(folder.join('set/code'), { recursive: true });
    write(mapping, text);
    await expect(convert()).rejects.toMatchObject({
      code: 'dataset/mapping',
      message: expect.stringMatching(words),
    });
    expect(read(mapping)).toBe(text);
    expect(images()).toEqual([]);
  });

  it('tells patients apart whose IDs look alike', async () => {
    scan({ patient: 'A-1', number: 1, protocol: 'anat-T1w' });
    scan({ patient: 'a1', number: 1, protocol: 'anat-T1w' });
    await convert();
    expect(images().map((path) => path.split('/')[0])).toEqual(['sub-A1', 'sub-a1x2']);
  });

  it('does not make one subject of a patient that the table calls like another', async () => {
    scan({ patient: 'P1', number: 1, protocol: 'anat-T1w' });
    await convert();
    write(mapping, read(mapping).replace('subjects: {}', 'subjects: { P1: "01" }'));
    scan({ patient: '01', number: 1, protocol: 'anat-T1w' });
    expect((await convert()).dataset).toMatchObject({
      ...{ named: 1, aside: 1 },
      doubtful: [{ protocol: 'anat-T1w', problem: { code: 'dataset/name-of-patient' } }],
    });
    expect(images()).toEqual([
      'sub-01/ses-20260131/anat/sub-01_ses-20260131_T1w.nii.gz',
      expect.stringMatching(/^unnamed\/sub-01\//),
    ]);
    write(mapping, read(mapping).replace('P1: "01"', 'P1: "01", "01": "02"'));
    expect(await convert()).toMatchObject({ current: 2, dataset: { named: 2, doubtful: [] } });
    expect(images().map((path) => path.split('/')[0])).toEqual(['sub-01', 'sub-02']);
  });

  it('takes any PatientID, and names of any length', async () => {
    scan({ patient: 'constructor', number: 1, protocol: 'odd '.repeat(50) });
    scan({ patient: 'constructor', number: 2, protocol: 'odd '.repeat(50) });
    expect(await convert()).toMatchObject({ dataset: { aside: 2 } });
    for (const path of images()) expect(path).toMatch(/sub-constructor.*_[0-9a-f]{6}\.nii\.gz$/);
  });

  it('leaves a link in place of a volume, with what lies beside it', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    await convert();
    const [image] = images();
    const sidecar = image!.replace('.nii.gz', '.json');
    rmSync(folder.join('set', image!));
    writeFileSync(folder.join('theirs'), 'theirs');
    symlinkSync(folder.join('theirs'), folder.join('set', image!));
    write(sidecar, '{"Theirs": 1}');
    expect((await convert()).dataset).toMatchObject({ aside: 1 });
    expect([read(image!), read(sidecar)]).toEqual(['theirs', '{"Theirs": 1}']);
  });

  it('has the BIDS validator look at it where that is installed, when something has changed', async () => {
    const says = (text: string, code: number) => {
      const lines = text.split('\n').map((line) => `echo '${line}'`);
      writeFileSync(folder.join('bids-validator'), `#!/bin/sh\n${lines.join('\n')}\nexit ${code}\n`);
      chmodSync(folder.join('bids-validator'), 0o755);
    };
    scan({ number: 1, protocol: 'anat-T1w' });
    says('\u001b[33m\t1: [WARN] Odd. (code: 1)\u001b[39m\n\t2: [ERR] Wrong. (code: 2)', 1);
    expect((await convert()).dataset!.verdict).toEqual({
      ...{ errors: 1, warnings: 1, found: ['Wrong. (code: 2)', 'Odd. (code: 1)'] },
    });
    expect((await convert()).dataset).not.toHaveProperty('verdict');
    scan({ number: 2, protocol: 'anat-T2w' });
    says('no such thing', 3);
    expect((await convert()).dataset!.verdict).toMatchObject({
      errors: 0,
      failure: { code: 'program/failed', params: { said: 'no such thing' } },
    });
  });

  it('needs sidecars, and says in a dry run what headers tell', async () => {
    scan({ number: 1, protocol: 'anat-T1w' });
    const options = { ...usualConversion, sidecar: 'none' as const };
    await expect(convert({ options })).rejects.toMatchObject({ code: 'input/invalid' });
    expect(await convert({ dryRun: true })).toMatchObject({ planned: 1 });
    expect(existsSync(folder.join('set'))).toBe(false);
  });
});
