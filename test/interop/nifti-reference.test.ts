/**
 * What our conversion makes of the samples of dcm2niix's own tests: byte for byte what the same engine makes of them alone; and, looked
 * at with nibabel, what the authors of dcm2niix made of them with other versions. Those differences are listed, none is ours.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Engine, findEngines } from '../../src/convert/index.ts';
import { compareWithNibabel, hasNibabel } from '../support/nibabel.ts';
import {
  convertedByEngineAlone,
  convertedByUs,
  counterpart,
  referenceSets,
  referenceVolumes,
  type Volume,
  volumesIn,
} from '../support/nifti-reference.ts';
import { sampleData } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

/** By version of the engine, set and reference. */
interface Exceptions {
  readonly [engineVersion: string]: Readonly<Record<string, Differences>>;
}

interface Differences {
  /** Ours, or that the engine is of another version than the one that made the reference: it makes the same without us. */
  readonly cause: 'ours' | 'engine version';
  readonly referenceVersion: unknown;
  /** Fields of the sidecar that only one has, or that differ. */
  readonly missing?: readonly string[];
  readonly added?: readonly string[];
  readonly other?: readonly string[];
  /** Samples that differ. */
  readonly samples?: number;
}

const exceptions = JSON.parse(
  readFileSync(new URL('nifti-reference.exceptions.json', import.meta.url), 'utf8'),
) as Exceptions;

/** Affines are stored as numbers of 7 digits, and machines round them differently. */
const AFFINE_ROUNDING = 1e-6;

const engines = await findEngines(process.env.PATH ?? '');
const folder = new TemporaryDirectory('nifti-reference');
afterAll(() => folder.remove());

describeEngine('the built-in dcm2niix', await engines.builtIn());
describeEngine('an installed dcm2niix', engines.installed);

function describeEngine(name: string, engine: Engine | undefined): void {
  const isReady = engine !== undefined && sampleData !== undefined && hasNibabel;
  const needs = `${name}, nibabel and the sample data`;
  describeWithPeer(`${name} and its references`, isReady, () => setsOf(engine!), needs);
}

function setsOf(engine: Engine): void {
  const listed = exceptions[engine.version];
  describe.each(referenceSets)('%s', (set) => {
    const ours = folder.join(engine.kind, set, 'ours');
    const alone = folder.join(engine.kind, set, 'alone');

    it('is byte for byte what the engine makes alone', { timeout: 120_000 }, async () => {
      await convertedByUs(engine, set, ours);
      await convertedByEngineAlone(engine, set, alone);
      expect(contentsOf(ours)).toEqual(contentsOf(alone));
      expect(contentsOf(ours).length).toBeGreaterThan(0);
    });

    // Of other versions nothing is listed: theirs are differences of engines.
    it.skipIf(!listed)('differs from the references as listed', { timeout: 120_000 }, async () => {
      const found = await differencesOf(set, volumesIn(ours));
      const expected = Object.entries(listed!).filter(([key]) => key.startsWith(`${set}/`));
      expect(found).toEqual(Object.fromEntries(expected));
    });
  });
}

/** All files of a folder, by their content: names tell where they came from. */
const contentsOf = (path: string): string[] =>
  globSync('*.{nii,json,bval,bvec}', { cwd: path })
    .map((file) => `${file.split('.').at(-1)} ${readFileSync(`${path}/${file}`).toString('base64')}`)
    .sort();

async function differencesOf(set: string, ours: readonly Volume[]): Promise<Record<string, Differences>> {
  const references = referenceVolumes(set);
  const found: Record<string, Differences> = {};
  for (const reference of references) {
    const volume = counterpart(reference, references, ours);
    // Of some series the samples have no input.
    if (!volume) continue;
    found[`${set}/${basename(reference.stem)}`] = await differencesBetween(volume, reference);
  }
  return found;
}

async function differencesBetween(ours: Volume, reference: Volume): Promise<Differences> {
  for (const extension of ['bval', 'bvec']) {
    const [one, other] = [ours, reference].map(({ stem }) => `${stem}.${extension}`);
    expect(existsSync(one!)).toBe(existsSync(other!));
    if (existsSync(one!)) expect(readFileSync(one!, 'utf8')).toBe(readFileSync(other!, 'utf8'));
  }
  return {
    cause: 'engine version',
    referenceVersion: reference.sidecar.ConversionSoftwareVersion,
    ...withoutEmpty(fieldDifferences(ours.sidecar, reference.sidecar)),
    ...(await sampleDifferences(ours, reference)),
  };
}

function fieldDifferences(ours: Volume['sidecar'], reference: Volume['sidecar']) {
  const { ConversionSoftwareVersion: _our, ...mine } = ours;
  const { ConversionSoftwareVersion: _their, ...theirs } = reference;
  return {
    missing: Object.keys(theirs).filter((key) => !(key in mine)),
    added: Object.keys(mine).filter((key) => !(key in theirs)),
    other: Object.keys(theirs).filter(
      (key) => key in mine && JSON.stringify(mine[key]) !== JSON.stringify(theirs[key]),
    ),
  };
}

/** References of large volumes are sidecars alone. */
async function sampleDifferences(ours: Volume, reference: Volume): Promise<{ samples?: number }> {
  if (!existsSync(`${reference.stem}.nii`)) return {};
  const [difference] = await compareWithNibabel([[`${ours.stem}.nii`, `${reference.stem}.nii`]]);
  const { shapes, types, samples, affine, zooms } = difference!;
  expect(shapes[0]).toEqual(shapes[1]);
  expect(types[0]).toBe(types[1]);
  expect(affine).toBeLessThan(AFFINE_ROUNDING);
  expect(zooms).toBe(0);
  return samples === 0 ? {} : { samples: samples! };
}

const withoutEmpty = (lists: Record<string, readonly string[]>) =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
