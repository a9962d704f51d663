import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

  it('are not deleted for good when somebody said so after they were removed', async () => {
    const [kept, other] = studies as [string, string];
    const { id } = await remove(kept);
    await remove(other);
    await say('study', kept, 'reference');
    const purge = (ids?: string[]) => home.archive.purge(tester, everything, ids);
    await expect(purge([id!])).rejects.toMatchObject({ code: 'archive/protected' });
    vi.spyOn(home.parts.clock, 'now').mockReturnValue(new Date(Date.now() + 31 * 86_400_000));
    expect(await purge()).toMatchObject({ instances: 2 });
    vi.restoreAllMocks();
    expect(await home.archive.trash(tester, everything, 10)).toMatchObject([{ id }]);
    expect(await home.archive.restore(tester, everything, [id!])).toMatchObject({ instances: 2 });
  });

  it('keep the files that belong to them', async () => {
    const [study] = studies as [string];
    const sink = home.archive.ingestFile(tester, everything, {
      origin: {
        via: 'import',
        receivedAt: new Date().toISOString(),
        sender: 'ada',
        address: '/media/a.pdf',
        receiver: '',
      },
      name: 'a.pdf',
      attachTo: [{ target: 'study', uid: study }],
    });
    await sink.write(Buffer.from('report'));
    const { sha256 } = await sink.end();
    await say('study', study, 'reference');
    const removeFile = () => home.archive.removeFiles(tester, everything, [sha256], 'test');
    await expect(removeFile()).rejects.toMatchObject({ code: 'archive/protected' });
    await say('study', study, null);
    expect(await removeFile()).toMatchObject({ files: 1 });
  });
});
