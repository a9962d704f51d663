import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CorpusInstance, type CorpusShape, corpus, corpusInstance } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { everything, type Finding } from '../contract/index.ts';
import { tags } from '../dicom/index.ts';
import { instanceKey } from '../store/index.ts';
import { writeStudyPage } from './write-study-page.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 1, seriesPerStudy: 2, instancesPerSeries: 3, seed: 7 };
const first = { study: 0, series: 0, instance: 0 };
const [one, two] = [0, 1].map((instance) => corpusInstance(shape, { ...first, instance }));
const keyOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: typeof one & object) =>
  instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid);
const [keyOfOne, keyOfTwo] = [keyOf(one!), keyOf(two!)];
const identities = [one!, two!].map(({ sopInstanceUid }) => ({ sopInstanceUids: [sopInstanceUid] }));
const { signal } = new AbortController();

/** An archive of six instances, with what a test does to its files. */
class Filled implements AsyncDisposable {
  readonly test: TemporaryArchive;

  constructor(test: TemporaryArchive) {
    this.test = test;
  }

  static async open(engine: (typeof engines)[number]): Promise<Filled> {
    const filled = new Filled(await TemporaryArchive.open(engine));
    await filled.send();
    await filled.test.parts.store.settleNow();
    return filled;
  }

  async send(instances: Iterable<CorpusInstance> = corpus(shape)): Promise<void> {
    await new Modality(this.test, 'MR1', systemClock).send(instances);
  }

  path(key: string): string {
    return path.join(this.test.directory.path, key);
  }

  damage(key: string): void {
    const bytes = fs.readFileSync(this.path(key));
    bytes[bytes.length - 1]! ^= 0xff;
    fs.writeFileSync(this.path(key), bytes);
  }

  async verify(quick = false): Promise<string[]> {
    const { archive } = this.test;
    const { items } = await drain(
      archive.verify(tester, everything, { selectors: undefined, quick }, signal),
    );
    return items
      .filter((item) => item.kind === 'finding')
      .map(({ problem, key, action, since }: Finding) =>
        [problem, action, since === undefined ? 'new' : 'known', path.posix.basename(key)].join(' '),
      )
      .sort();
  }

  async stored(index: number) {
    const pages = this.test.archive.select(tester, everything, [identities[index]!]);
    return (await Array.fromAsync(pages)).flat()[0]!;
  }

  async read(index: number): Promise<number> {
    const chunks = this.test.archive.readBytes(tester, everything, await this.stored(index), {});
    return Buffer.concat(await Array.fromAsync(chunks)).length;
  }

  async availability(level: 'study' | 'series' | 'instance', uid?: string): Promise<unknown[]> {
    const match =
      uid === undefined ? {} : { [level === 'series' ? 'SeriesInstanceUID' : 'SOPInstanceUID']: uid };
    const query = this.test.archive.matching({ level, match });
    const attributes = [tags.InstanceAvailability];
    const { pages } = this.test.archive.find(tester, everything, { ...query, attributes });
    return (await Array.fromAsync(pages)).flat(2);
  }

  dump(): Promise<string[]> {
    return Array.fromAsync(this.test.parts.catalog.canonicalDump());
  }

  async rebuildsTheSame(): Promise<void> {
    const before = (await this.dump()).sort();
    const run = this.test.archive.rebuild(tester, { parametersOnly: false }, signal);
    expect((await drain(run)).result.failed).toBe(0);
    expect((await this.dump()).sort()).toEqual(before);
  }

  [Symbol.asyncDispose]() {
    return this.test[Symbol.asyncDispose]();
  }
}

const name = (key: string) => path.posix.basename(key);

describe.each(engines)('verify on $name', (engine) => {
  it('tells of a missing file in every run, until a copy of it is put back', async () => {
    await using filled = await Filled.open(engine);
    const bytes = fs.readFileSync(filled.path(keyOfOne));
    fs.rmSync(filled.path(keyOfOne));
    expect(await filled.verify()).toEqual([`missing none new ${name(keyOfOne)}`]);
    for (const quick of [false, true])
      expect(await filled.verify(quick)).toEqual([`missing none known ${name(keyOfOne)}`]);
    await expect(filled.read(0)).rejects.toMatchObject({ code: 'archive/bytes-lost' });
    await filled.rebuildsTheSame();
    expect(await filled.test.archive.countLosses()).toBe(1);
    fs.writeFileSync(filled.path(keyOfOne), bytes);
    expect(await filled.verify()).toEqual([`extra found again new ${name(keyOfOne)}`]);
    expect(await filled.verify()).toEqual([]);
    expect(await filled.read(0)).toBe(bytes.length);
    expect(await filled.test.archive.countLosses()).toBe(0);
    await filled.rebuildsTheSame();
  });

  it('puts rotten bytes in quarantine, and the same instance heals the loss when it comes again', async () => {
    await using filled = await Filled.open(engine);
    const { receivedAt, size } = await filled.stored(0);
    filled.damage(keyOfOne);
    expect(await filled.verify()).toEqual([`rotten quarantined new ${name(keyOfOne)}`]);
    expect(await filled.verify()).toEqual([`rotten none known ${name(keyOfOne)}`]);
    const [loss] = await filled.test.archive.losses(tester, everything, { state: 'open', limit: 10 });
    expect(loss).toMatchObject({ problem: 'rotten', key: keyOfOne, sopInstanceUid: one!.sopInstanceUid });
    expect(fs.existsSync(filled.path(loss!.quarantined!))).toBe(true);
    await filled.rebuildsTheSame();
    await filled.send([one!]);
    expect(await filled.verify()).toEqual([]);
    // It is still the one that came first.
    expect(await filled.stored(0)).toMatchObject({ receivedAt, size });
    await filled.rebuildsTheSame();
    expect(await filled.read(0)).toBe(size);
  });

  it('keeps what came first of an instance whose loss was noticed by nobody before it came again', async () => {
    await using filled = await Filled.open(engine);
    fs.rmSync(filled.path(keyOfOne));
    await filled.send([one!]);
    expect(await filled.verify()).toEqual([]);
    await filled.rebuildsTheSame();
  });

  it('finds two files that were exchanged, and each again under its name', async () => {
    await using filled = await Filled.open(engine);
    const [first, second] = [keyOfOne, keyOfTwo].map((key) => fs.readFileSync(filled.path(key)));
    fs.writeFileSync(filled.path(keyOfOne), second!);
    fs.writeFileSync(filled.path(keyOfTwo), first!);
    const swapped = [keyOfOne, keyOfTwo].map(name).sort();
    expect(await filled.verify()).toEqual(swapped.map((key) => `swapped quarantined new ${key}`));
    expect(await filled.verify()).toEqual(swapped.map((key) => `swapped none known ${key}`));
    await filled.rebuildsTheSame();
    fs.writeFileSync(filled.path(keyOfOne), first!);
    fs.writeFileSync(filled.path(keyOfTwo), second!);
    expect(await filled.verify()).toEqual(swapped.map((key) => `extra found again new ${key}`));
    expect(await filled.verify()).toEqual([]);
  });

  it('leaves a second copy alone, and the catalog with the first', async () => {
    await using filled = await Filled.open(engine);
    const stray = `${path.posix.dirname(keyOfOne)}/1.2.3.4.dcm`;
    fs.copyFileSync(filled.path(keyOfOne), filled.path(stray));
    const { catalog } = filled.test.parts;
    const told = async () => (await catalog.events(0, 10_000)).length;
    const before = await told();
    for (let run = 0; run < 2; run++) expect(await filled.verify()).toEqual(['copy none new 1.2.3.4.dcm']);
    expect((await filled.stored(0)).location?.key).toBe(keyOfOne);
    expect(await told()).toBe(before);
    await filled.rebuildsTheSame();
    expect((await filled.stored(0)).location?.key).toBe(keyOfOne);
    // And when the first is lost, the copy is as good, wherever it lies.
    fs.rmSync(filled.path(keyOfOne));
    expect(await filled.verify()).toEqual([
      'extra found again new 1.2.3.4.dcm',
      `missing none new ${name(keyOfOne)}`,
    ]);
    expect(await filled.verify()).toEqual([]);
    await filled.rebuildsTheSame();
  });

  it('takes in what it does not know, and tells of other files without touching them', async () => {
    await using filled = await Filled.open(engine);
    const { parts } = filled.test;
    await writeStudyPage(parts, one!.studyInstanceUid);
    const other = corpusInstance({ ...shape, seed: 8 }, { study: 0, series: 0, instance: 0 });
    await filled.send([other]);
    const [versions] = await parts.catalog.lookup([other]);
    const { sha256, receivedAt } = versions!.current!;
    const content = { ...other, sha256, receivedAt };
    const who = { actor: 'tester', at: receivedAt };
    await parts.catalog.trash({ id: '1', reason: '', keptUntil: '', contents: [content] }, who);
    await parts.catalog.purge([content], who);
    const notes = `${path.posix.dirname(keyOfOne)}/notes.txt`;
    const broken = `${path.posix.dirname(keyOfOne)}/broken.dcm`;
    fs.writeFileSync(filled.path(notes), 'seen by nobody');
    fs.writeFileSync(filled.path(broken), 'no DICOM');
    const left = ['extra none new broken.dcm', 'extra none new notes.txt'];
    expect(await filled.verify()).toEqual([...left, `extra taken in new ${name(keyOf(other))}`].sort());
    expect(await filled.verify()).toEqual(left);
    expect(fs.readFileSync(filled.path(notes), 'utf8')).toBe('seen by nobody');
    expect(fs.existsSync(filled.path(broken))).toBe(true);
  });

  it('is silent about a loss that somebody accepted; the item stays, and is unavailable', async () => {
    await using filled = await Filled.open(engine);
    const { archive } = filled.test;
    expect(await filled.availability('study')).toEqual(['ONLINE']);
    fs.rmSync(filled.path(keyOfOne));
    await filled.verify();
    const { sha256 } = await filled.stored(0);
    const wrong = archive.acceptLosses(tester, everything, { digests: ['0'.repeat(64)], reason: '' });
    await expect(wrong).rejects.toMatchObject({ code: 'archive/not-found' });
    const accepted = { digests: [sha256.slice(0, 8)], reason: 'no backup' };
    expect(await archive.acceptLosses(tester, everything, accepted)).toEqual({ accepted: 1 });
    expect(await filled.verify()).toEqual([]);
    const open = { state: 'open', limit: 10 } as const;
    expect(await archive.losses(tester, everything, open)).toEqual([]);
    expect(await archive.losses(tester, everything, { ...open, state: 'accepted' })).toMatchObject([
      { digest: sha256, acceptedBy: 'tester', acceptedReason: 'no backup' },
    ]);
    expect(await filled.availability('study')).toEqual(['UNAVAILABLE']);
    expect((await filled.availability('series')).sort()).toEqual(['ONLINE', 'UNAVAILABLE']);
    expect(await filled.availability('instance', one!.sopInstanceUid)).toEqual(['UNAVAILABLE']);
    expect(await filled.availability('instance', two!.sopInstanceUid)).toEqual(['ONLINE']);
    await filled.rebuildsTheSame();
    await filled.send([one!]);
    expect(await archive.losses(tester, everything, { ...open, state: 'all' })).toEqual([]);
  });

  it('says of a content in conflict that it is lost, and gives the other', async () => {
    await using filled = await Filled.open(engine);
    const { archive, parts } = filled.test;
    await filled.send([corpusInstance({ ...shape, override: () => ({ ImageComments: 'other' }) }, first)]);
    const [conflict] = await archive.conflicts(tester, everything, 'open', 10);
    const [versions] = await parts.catalog.lookup([one!]);
    const [other] = versions!.others;
    const { key } = (await parts.catalog.locationsOf(other!.itemId))[0]!;
    await parts.store.settleNow();
    fs.rmSync(filled.path(key));
    expect(await filled.verify()).toEqual([`missing none new ${name(key)}`]);
    const read = (digest: string) => archive.readContender(tester, everything, conflict!.id, digest);
    await expect(read(other!.sha256)).rejects.toMatchObject({ code: 'archive/bytes-lost' });
    expect(await read(versions!.current!.sha256)).toMatchObject({ sha256: versions!.current!.sha256 });
  });

  it('keeps what a rebuild would otherwise be the first to forget', async () => {
    await using filled = await Filled.open(engine);
    fs.rmSync(filled.path(keyOfOne));
    await drain(filled.test.archive.rebuild(tester, { parametersOnly: false }, signal));
    expect((await filled.test.archive.counts()).instances).toBe(6);
    expect(await filled.verify()).toEqual([`missing none known ${name(keyOfOne)}`]);
  });

  it('of a selection tells of its losses, and refuses an empty one', async () => {
    await using filled = await Filled.open(engine);
    const { archive } = filled.test;
    fs.rmSync(filled.path(keyOfOne));
    const { studyInstanceUid } = one!;
    const verify = (selectors: Parameters<typeof archive.verify>[2]['selectors']) =>
      drain(archive.verify(tester, everything, { selectors, quick: false }, signal));
    for (let run = 0; run < 2; run++) {
      const { result } = await verify([{ studyInstanceUids: [studyInstanceUid] }]);
      expect(result).toMatchObject({ missing: 1 });
    }
    await expect(verify([{ studyInstanceUids: ['1.2.3'] }])).rejects.toMatchObject({
      code: 'archive/not-found',
    });
  });
});
