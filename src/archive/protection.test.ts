import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpus } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { everything, protectedLabel } from '../contract/index.ts';

const images = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 2, seed: 31 })];
const studies = [...new Set(images.map(({ studyInstanceUid }) => studyInstanceUid))];

describe.each(engines)('protected studies on $name', (engine) => {
  let home: TemporaryArchive;
  beforeEach(async () => {
    home = await TemporaryArchive.open(engine);
    using source = new TemporaryDirectory('source');
    for (const image of images) writeFileSync(source.join(image.sopInstanceUid), image.encode());
    const { signal } = new AbortController();
    await drain(home.archive.importFiles(tester, everything, { paths: [source.path] }, signal));
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const remove = (study: string) =>
    home.archive.remove(tester, everything, [{ studyInstanceUids: [study] }], 'test');
  const say = (target: 'study' | 'patient', uid: string, value: string | null) =>
    home.archive.label(tester, everything, { target, uid, name: protectedLabel, value });

  it('stay until the protection is taken away, and hold up others that are removed with them', async () => {
    const [kept, other] = studies as [string, string];
    await say('study', kept, 'reference');
    await expect(remove(kept)).rejects.toMatchObject({ code: 'archive/protected', params: { study: kept } });
    const both = [{ studyInstanceUids: [other] }, { studyInstanceUids: [kept] }];
    await expect(home.archive.remove(tester, everything, both, 'test')).rejects.toMatchObject({
      code: 'archive/protected',
    });
    expect((await remove(other)).instances).toBe(2);
    await say('study', kept, null);
    expect((await remove(kept)).instances).toBe(2);
  });
});
