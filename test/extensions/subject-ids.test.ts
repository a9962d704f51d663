import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { parseElementPath, stringsAt } from '../../src/dicom/index.ts';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { ExtensionHome } from '../support/extension-home.ts';
import { tester } from '../support/temp-archive.ts';

const shape = { kind: 'tiny', studies: 2, instancesPerSeries: 2, seriesPerStudy: 2 } as const;
const first = corpusInstance(shape, { study: 0, series: 0, instance: 0 });
const second = corpusInstance(shape, { study: 1, series: 0, instance: 0 });

describe.each(engines)('the example subject-ids on $name', (engine) => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open(engine);
    home.install('subject-ids.ts');
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const path = (name: string) => home.home.targets.join(name);
  const file = (read: string[]) => ({
    extensions: { 'subject-ids': { read } },
    rules: {
      rename: {
        when: 'study quiet',
        do: [{ extension: { name: 'subject-ids.rename', with: { list: path('subjects.csv') } } }],
      },
    },
  });
  const archive = () => home.home.temporary.archive;
  const images = async (study: string) =>
    (await Array.fromAsync(archive().select(tester, everything, [{ studyInstanceUids: [study] }]))).flat();
  const idsIn = async (study: string) => {
    const ids = new Set<string>();
    for (const image of await images(study)) {
      const { dataset } = await archive().header(tester, everything, image);
      for (const element of ['PatientID', 'PatientName'])
        ids.add(stringsAt(dataset, parseElementPath(element)).join());
    }
    return [...ids];
  };
  const labels = async (uid: string) =>
    (await archive().labels(tester, everything, { target: 'study', uid })).map(({ name }) => name);
  const replay = async (doneSince?: string) => {
    const { signal } = new AbortController();
    for await (const _ of home.home.automation.rules.replay('rename', { doneSince, signal }));
  };

  it('renames who is on the list as a revision, and labels who is not, until they are', async () => {
    writeFileSync(path('subjects.csv'), `"${first.patientId}";SUB-001\r\n`);
    await home.say(file([home.home.targets.path]));
    await home.home.take(shape);
    await home.quiet();
    await home.settled();
    expect((await home.runs()).map(({ state }) => state)).toEqual(['done', 'done']);
    expect(await idsIn(first.studyInstanceUid)).toEqual(['SUB-001']);
    expect(await labels(first.studyInstanceUid)).toEqual([]);
    expect(await idsIn(second.studyInstanceUid)).toContain(second.patientId);
    expect(await labels(second.studyInstanceUid)).toEqual(['unknown subject']);
    for (const image of await images(first.studyInstanceUid))
      expect(await archive().revisions(tester, everything, image)).toHaveLength(2);
    expect(home.home.notes).toContainEqual(
      expect.objectContaining({ action: 'edit', via: 'rule rename', studies: [first.studyInstanceUid] }),
    );
    // The patient is put on the list: the rule is done for what is as it was then, and has to be told.
    writeFileSync(path('subjects.csv'), `${first.patientId},SUB-001\n${second.patientId},SUB-002\n`);
    await replay();
    await home.settled();
    expect(await idsIn(second.studyInstanceUid)).toContain(second.patientId);
    await replay(new Date().toISOString());
    await home.settled();
    expect(await idsIn(second.studyInstanceUid)).toEqual(['SUB-002']);
    expect(await labels(second.studyInstanceUid)).toEqual([]);
    for (const image of await images(first.studyInstanceUid))
      expect(await archive().revisions(tester, everything, image)).toHaveLength(2);
  });

  it('says that it may not read the list', async () => {
    writeFileSync(path('subjects.csv'), `${first.patientId},SUB-001\n`);
    await home.say(file([]));
    await home.home.take({ ...shape, studies: 1 });
    await home.quiet();
    await home.settled();
    expect(await home.runs()).toMatchObject([
      { state: 'failed', problem: { title: expect.stringContaining('does not let it read') } },
    ]);
  });
});
