/** The sample series of dcm2niix's own tests, what its authors made of them, and what engines make of them here. */
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { loadDcm2niix } from '../../src/convert/dcm2niix-module.ts';
import { convertSeries, type Engine, groupBySeries, usualConversion } from '../../src/convert/index.ts';
import { runOrThrow } from './processes.ts';
import { sampleData, samplePath } from './sample-data.ts';

const root = 'nifti_ref';

export const referenceSets: readonly string[] = sampleData
  ? readdirSync(samplePath(root))
      .filter((set) => existsSync(samplePath(`${root}/${set}/In`)))
      .sort()
  : [];

/** Files that belong together, without the ends of their names. */
export interface Volume {
  readonly stem: string;
  readonly sidecar: Readonly<Record<string, unknown>>;
}

/** Everything in a folder that has a sidecar. */
export const volumesIn = (folder: string): Volume[] =>
  globSync('*.json', { cwd: folder })
    .sort()
    .map((name) => {
      const stem = join(folder, name.slice(0, -'.json'.length));
      return { stem, sidecar: JSON.parse(readFileSync(`${stem}.json`, 'utf8')) as Volume['sidecar'] };
    });

export const referenceVolumes = (set: string): Volume[] => volumesIn(samplePath(`${root}/${set}/Ref`));

/** Without compression, as the references are. */
const options = { ...usualConversion, compress: false };

/** Each series by our code: files are called by a number for the series, and what dcm2niix adds. */
export async function convertedByUs(engine: Engine, set: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  const { series } = await groupBySeries(inputsOf(set));
  for (const [i, { files }] of series.entries()) {
    await using conversion = await convertSeries(engine, {
      files: files.map(({ path }) => path),
      options,
      parent: to,
    });
    for (const { path, suffix, extension } of conversion.files)
      copyFileSync(path, join(to, `${i}${suffix}${extension}`));
  }
}

/** The same by the engine alone: all series of a folder at once, called by what tells them apart. */
export async function convertedByEngineAlone(engine: Engine, set: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  const args = ['-z', 'n', '-b', 'y', '-ba', 'y', '-f', '%j'];
  const input = samplePath(`${root}/${set}/In`);
  if (engine.kind === 'installed')
    await runOrThrow(engine.command[0], [...args, '-o', to, input], { env: { HOME: to } });
  else await convertedInMemory(args, inputsOf(set), to);
}

interface MemoryFs {
  mkdir(path: string): void;
  writeFile(path: string, bytes: Uint8Array): void;
  readFile(path: string): Uint8Array;
  readdir(path: string): string[];
}

async function convertedInMemory(args: readonly string[], files: readonly string[], to: string) {
  const module = await loadDcm2niix(() => undefined);
  const fs = module.FS as unknown as MemoryFs;
  fs.mkdir('/in');
  fs.mkdir('/out');
  for (const [i, file] of files.entries())
    fs.writeFile(`/in/${String(i).padStart(5, '0')}.dcm`, readFileSync(file));
  module.callMain([...args, '-o', '/out', '/in']);
  for (const name of fs.readdir('/out'))
    if (!name.startsWith('.')) writeFileSync(join(to, name), fs.readFile(`/out/${name}`));
}

const inputsOf = (set: string): string[] =>
  globSync(samplePath(`${root}/${set}/In/**/*`), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

/**
 * Which of our volumes a reference is about: of the same series and protocol, with the same addition to its name; among several, the one
 * in the same place. Undefined where its series is not among the samples.
 */
export function counterpart(
  reference: Volume,
  references: readonly Volume[],
  ours: readonly Volume[],
): Volume | undefined {
  const same = (volume: Volume) => identityOf(volume) === identityOf(reference);
  return ours.filter(same)[references.filter(same).indexOf(reference)];
}

/** Names end with what dcm2niix added; before it stand numbers and protocols. */
const addition = /(_e\d)?(_fieldmaphz|_ph|_Tilt)?$/;
const identityOf = ({ stem, sidecar }: Volume): string =>
  JSON.stringify([sidecar.SeriesNumber, sidecar.ProtocolName, addition.exec(basename(stem))?.[0]]);
