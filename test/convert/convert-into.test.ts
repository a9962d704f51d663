/** What becomes of a folder when series are converted into it, again and again. A script stands for dcm2niix, so that it does what is asked. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ConvertInto,
  convertInto,
  type Engine,
  groupBySeries,
  type SeriesOutcome,
  usualConversion,
} from '../../src/convert/index.ts';
import { type CorpusShape, corpus } from '../support/corpus.ts';
import { TemporaryDirectory } from '../support/temp.ts';

/** It makes a volume of the names of what goes in, with a sidecar. */
const SCRIPT = `#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = -o ] && out="$2"; shift; done
printf broken | cmp -s - "$1/000000.dcm" && { echo "Error: odd"; exit 1; }
ls "$1" > "$out/image.nii.gz"; echo '{}' > "$out/image.json"; echo 'Warning: of course'
`;

let folder: TemporaryDirectory;
let version: string;

beforeEach(() => {
  folder = new TemporaryDirectory('convert-into');
  version = 'v1';
  writeFileSync(folder.join('dcm2niix'), SCRIPT);
  chmodSync(folder.join('dcm2niix'), 0o755);
  mkdirSync(folder.join('in'));
});
afterEach(() => folder.remove());

const put = (path: string, content: string | Uint8Array) => writeFileSync(folder.join(path), content);

function take(shape: Partial<CorpusShape> = {}): void {
  for (const { sopInstanceUid, encode } of corpus({
    ...{ kind: 'tiny', studies: 1, seriesPerStudy: 2, instancesPerSeries: 2, ...shape },
  }))
    put(`in/${sopInstanceUid}`, encode());
}

async function convert(more: Partial<ConvertInto> = {}): Promise<SeriesOutcome[]> {
  const engine: Engine = { kind: 'installed', version, command: [folder.join('dcm2niix')] };
  const engines = { installed: engine, builtIn: () => Promise.reject(new Error('not asked for')) };
  const names = readdirSync(folder.join('in'));
  const { series } = await groupBySeries(names.map((name) => folder.join('in', name)));
  const into = { folder: folder.join('out'), template: '{PatientID}/{SeriesNumber:03}', dryRun: false };
  const { signal } = new AbortController();
  return await Array.fromAsync(
    convertInto(engines, series, { ...into, options: usualConversion, signal, ...more }),
  );
}

const states = (outcomes: readonly SeriesOutcome[]) => outcomes.map(({ state }) => state);

/** Files below a folder, records aside. */
const filesIn = (name = 'out'): string[] =>
  readdirSync(folder.join(name), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.parentPath.endsWith('.isocenter-nifti'))
    .map((entry) => relative(folder.join(name), `${entry.parentPath}/${entry.name}`))
    .sort();
const records = () => readdirSync(folder.join('out/.isocenter-nifti'));

describe('convertInto', () => {
  it('names files by the template, and notes how each series was made', async () => {
    take();
    const [first] = await convert();
    expect(first).toMatchObject({ state: 'converted', warnings: ['Warning: of course'], instances: 2 });
    expect(filesIn()).toHaveLength(4);
    expect(filesIn()).toContain(first!.files[0]);
    const record = readFileSync(
      folder.join('out/.isocenter-nifti', `${first!.seriesInstanceUid}.json`),
      'utf8',
    );
    expect(JSON.parse(record)).toMatchObject({
      ...{ engine: { kind: 'installed', version: 'v1' }, options: usualConversion, instances: 2 },
      ...{ warnings: first!.warnings, files: first!.files.map((path) => ({ path })) },
    });
    expect(readdirSync(folder.join('out')).filter((name) => name.startsWith('.'))).toEqual([
      '.isocenter-nifti',
    ]);
  });

  it('does nothing in a dry run', async () => {
    take();
    expect(states(await convert({ dryRun: true }))).toEqual(['planned', 'planned']);
    expect(existsSync(folder.join('out'))).toBe(false);
    await convert();
    expect(states(await convert({ dryRun: true }))).toEqual(['current', 'current']);
  });

  it('converts again what has changed, and nothing else', async () => {
    take();
    await convert();
    const before = filesIn();
    expect(states(await convert())).toEqual(['current', 'current']);
    const [first] = [...corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 2, instancesPerSeries: 3 })].slice(
      2,
    );
    put(`in/${first!.sopInstanceUid}`, first!.encode());
    expect(states(await convert()).sort()).toEqual(['converted', 'current']);
    expect(filesIn()).toEqual(before);
    version = 'v2';
    expect(states(await convert())).toEqual(['converted', 'converted']);
    expect(states(await convert({ options: { ...usualConversion, merge: 'never' } }))).toEqual([
      ...['converted', 'converted'],
    ]);
    expect(filesIn()).toEqual(before);
  });

  it('gives files other names when the template is another, and leaves none behind', async () => {
    take();
    await convert();
    await convert({ template: 'all/{SeriesInstanceUID}.nii.gz' });
    expect(filesIn()).toHaveLength(4);
    expect(filesIn().every((name) => /^all\/[\d.]+\.(nii\.gz|json)$/.test(name))).toBe(true);
  });

  it('makes again what was lost, and keeps what somebody changed', async () => {
    take({ seriesPerStudy: 1 });
    const [{ files }] = (await convert()) as [SeriesOutcome];
    rmSync(folder.join('out', files[0]!));
    put(`out/${files[1]}`, 'of somebody else');
    expect(states(await convert())).toEqual(['converted']);
    expect(readFileSync(folder.join('out', files[1]!), 'utf8')).toBe('of somebody else');
    expect(filesIn().filter((name) => name.includes(' (2)'))).toHaveLength(2);
  });

  it('numbers what has one name, also where only case differs', async () => {
    take({ override: ({ series }) => ({ SeriesDescription: ['t1', 'T1'][series]! }) });
    mkdirSync(folder.join('out'));
    put('out/T1_e2.nii', 'of somebody else');
    await convert({ template: '{SeriesDescription}' });
    const names = filesIn().map((name) => name.toLowerCase());
    expect(names.sort()).toEqual([
      ...['t1 (2).json', 't1 (2).nii.gz', 't1 (3).json', 't1 (3).nii.gz', 't1_e2.nii'],
    ]);
  });

  it('follows no links, and goes round files in the way', async () => {
    take({ seriesPerStudy: 1, override: () => ({ PatientID: 'anna' }) });
    for (const name of ['out', 'elsewhere']) mkdirSync(folder.join(name));
    symlinkSync(folder.join('elsewhere'), folder.join('out/anna'));
    await convert();
    expect(readdirSync(folder.join('elsewhere'))).toEqual([]);
    expect(filesIn().filter((name) => name.startsWith('anna (2)/'))).toHaveLength(2);
  });

  it('removes nothing that a record only claims', async () => {
    take({ seriesPerStudy: 1 });
    const [{ seriesInstanceUid, files }] = (await convert()) as [SeriesOutcome];
    const place = folder.join('out/.isocenter-nifti', `${seriesInstanceUid}.json`);
    const record = JSON.parse(readFileSync(place, 'utf8')) as { files: { path: string }[] };
    // The same file with its size and time, outside; and by a link.
    renameSync(folder.join('out', files[0]!), folder.join('outside.json'));
    record.files[0]!.path = '../outside.json';
    writeFileSync(place, JSON.stringify(record));
    expect(states(await convert())).toEqual(['converted']);
    expect(existsSync(folder.join('outside.json'))).toBe(true);
    writeFileSync(place, 'no record');
    expect(states(await convert())).toEqual(['converted']);
  });

  it('goes on after a series that cannot be converted', async () => {
    take();
    const [first] = readdirSync(folder.join('in')).sort();
    const { series } = await groupBySeries([folder.join('in', first!)]);
    put('in/broken', 'broken');
    const engine: Engine = { kind: 'installed', version, command: [folder.join('dcm2niix')] };
    const broken = { ...series[0]!, files: [{ path: folder.join('in/broken'), bytes: 6, fingerprint: '' }] };
    const into = { folder: folder.join('out'), template: 'x', dryRun: false, options: usualConversion };
    const outcomes = await Array.fromAsync(
      convertInto(
        { installed: engine, builtIn: () => Promise.reject(new Error('not asked for')) },
        [broken, ...series],
        { ...into, signal: new AbortController().signal },
      ),
    );
    expect(states(outcomes)).toEqual(['failed', 'converted']);
    expect(outcomes[0]?.failure).toMatchObject({ code: 'convert/failed', params: { reason: 'odd' } });
    expect(records()).toHaveLength(1);
  });

  it('refuses a template that is none, and stops when it is told to', async () => {
    take();
    await expect(convert({ template: '{NoSuchElement}' })).rejects.toMatchObject({ code: 'input/invalid' });
    await expect(convert({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(folder.join('out'))).toBe(false);
  });
});
