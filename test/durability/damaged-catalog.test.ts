import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { type ArchiveHome, createArchiveHome } from '../support/archive-home.ts';
import { corpus } from '../support/corpus.ts';
import { sqlite } from '../support/engines.ts';
import { Modality } from '../support/eventful-archive.ts';
import { run } from '../support/processes.ts';
import { differences, knownIn } from '../support/rebuild-campaign.ts';
import { mainScript, nodeBinary } from '../support/server.ts';

const PAGE = 4096;

const noise = (length: number): Buffer => Buffer.alloc(length, 'noise');

/** Noise instead of some bytes of a file, as a failing disk leaves it. */
function damage(file: string, from: number, length: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, noise(length), 0, length, from);
  closeSync(descriptor);
}

describe('a damaged SQLite catalog', () => {
  let home: ArchiveHome;
  let file: string;
  let before: string[];

  const isocenter = (verb: string, ...args: string[]) =>
    run(nodeBinary, [mainScript, verb, '--data', home.data, ...args]);
  const keptAside = () => readdirSync(home.data).filter((name) => name.startsWith('catalog.sqlite.damaged-'));

  beforeEach(async () => {
    home = await createArchiveHome(sqlite);
    file = `${home.data}/catalog.sqlite`;
    const open = await home.open();
    const shape = { kind: 'tiny', studies: 20, instancesPerSeries: 5, seed: 61 } as const;
    await new Modality(open, 'MR1', systemClock).send(corpus(shape));
    await open.close();
    before = await knownIn(home);
  });
  afterEach(() => home.remove());

  it.each<[string, () => [from: number, length: number]]>([
    ['its first page', () => [0, PAGE]],
    ['half of it, but not the first page', () => [PAGE * 4, (statSync(file).size >> 1) - PAGE * 4]],
    ['its last page', () => [statSync(file).size - PAGE, PAGE]],
  ])('%s: rebuild moves it aside, says so, and makes a new one', async (_, where) => {
    const [from, length] = where();
    damage(file, from, length);
    const { code, stderr } = await isocenter('rebuild');
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('moved aside') });
    const [kept] = keptAside();
    expect(kept).toMatch(/^catalog\.sqlite\.damaged-\d{8}T\d{9}Z$/);
    expect(stderr).toContain(kept);
    const keptBytes = readFileSync(`${home.data}/${kept}`).subarray(from, from + length);
    expect(keptBytes.equals(noise(length))).toBe(true);
    expect(differences(before, await knownIn(home))).toEqual([]);
  });

  it('is left alone by everything else, which says what to do', async () => {
    damage(file, 0, PAGE);
    const damaged = readFileSync(file);
    const ports = ['--dicom-port', '0', '--http-port', '0'];
    for (const args of [['serve', ...ports], ['find'], ['rebuild', '--parameters']] as const) {
      const { code, stderr } = await isocenter(...(args as [string, ...string[]]));
      expect(code).toBe(4);
      expect(stderr).toContain('run `isocenter rebuild`');
    }
    expect(keptAside()).toEqual([]);
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  it('is not what a whole one is taken for', async () => {
    expect((await isocenter('rebuild')).code).toBe(0);
    expect(keptAside()).toEqual([]);
    expect(differences(before, await knownIn(home))).toEqual([]);
  });
});
