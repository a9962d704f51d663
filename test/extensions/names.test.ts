/** Trees whose names an extension gives: what it cannot say holds up its own files, and no others. */

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Automation } from '../../src/automation/index.ts';
import { attentionInWords } from '../../src/contract/index.ts';
import type { JobKind } from '../../src/jobs/index.ts';
import { corpusInstance } from '../support/corpus.ts';
import { ExtensionHome } from '../support/extension-home.ts';
import { drain } from '../support/temp-archive.ts';

const go = new AbortController().signal;
const TEN_MINUTES_MS = 601_000;

const shape = { kind: 'tiny', studies: 2, instancesPerSeries: 2 } as const;
const [first, second] = [0, 1].map(
  (study) => corpusInstance(shape, { study, series: 0, instance: 0 }).patientId,
);

/** @param of the body of its function, which knows `id`, the PatientID */
const lab = (of: string): string => `
import { defineExtension, name } from 'isocenter/extension';
export default defineExtension({
  names: {
    group: name({
      elements: ['PatientID', 'SeriesDescription'],
      of({ values }): string | number | null { const id = values.PatientID[0] ?? ''; ${of} },
    }),
  },
});
`;

let home: ExtensionHome;
beforeEach(async () => {
  home = await ExtensionHome.open();
  // As the operation of that name is, in a whole server.
  home.home.jobs.register({
    ...{ name: 'treeBuild', right: 'administer', concurrency: 2, repeatable: true },
    parse: (input) => input as { name: string },
    run: ({ name }, { signal }) => build(home.home.automation, name, signal),
  } satisfies JobKind<{ name: string }> as JobKind);
});
afterEach(() => home[Symbol.asyncDispose]());

async function build({ trees }: Automation, name: string, signal = go): Promise<null> {
  await drain(trees.build(name, { anew: false }, signal));
  return null;
}

const folderOf = (tree: string) => home.home.targets.join(tree);
const plant = (names = '{lab.group:lower|none}/{PatientID} {InstanceNumber}.dcm') =>
  home.say({
    trees: {
      asked: { folder: folderOf('asked'), names },
      plain: { folder: folderOf('plain'), names: '{PatientID}/{InstanceNumber}.dcm' },
    },
  });
function files(tree = 'asked'): string[] {
  const folder = folderOf(tree);
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, `${entry.parentPath}/${entry.name}`))
      // The mark of the tree, and what is on its way.
      .filter((path) => !path.startsWith('.isocenter'))
      .sort()
  );
}
const listed = async () => (await home.home.automation.trees.list()).find(({ name }) => name === 'asked')!;
const twoOf = (folder: string, patient = first) => [1, 2].map((image) => `${folder}/${patient} ${image}.dcm`);
/** Looks until it is so. */
const until = async (what: () => unknown, expected: unknown): Promise<void> => {
  await expect
    .poll(
      async () => {
        await home.look();
        return what();
      },
      { timeout: 30_000 },
    )
    .toEqual(expected);
};

it('gives names, formatted as elements are; nothing takes what stands instead', async () => {
  await home.home.take(shape);
  home.write('lab.ts', lab(`return id === '${first}' ? 'LAB 7' : null;`));
  await plant();
  await until(files, [...twoOf('lab 7'), ...twoOf('none', second)].sort());
  await until(listed, expect.objectContaining({ state: 'current', problem: null }));
  expect(home.home.automation.extensions.list()).toMatchObject([{ names: [{ name: 'group' }], failures: 0 }]);
  // Once for each study, however many images it has.
  expect(home.home.automation.extensions.list()[0]!.calls).toBeLessThanOrEqual(2 * shape.studies);
});

it.each(['../../outside', '/etc', 'CON', 'a\u0000b', '..', 'x'.repeat(900), '\u202Egpj.exe', '😀'])(
  'stays in its folder, whatever it says: %j',
  async (hostile) => {
    await home.home.take({ ...shape, studies: 1 });
    home.write('lab.ts', lab(`return ${JSON.stringify(hostile)};`));
    await plant();
    await until(() => [files().length, files('plain').length], [2, 2]);
    expect(files().map((path) => path.split('/').length)).toEqual([2, 2]);
    expect(readdirSync(home.home.targets.path).sort()).toEqual(['asked', 'plain']);
  },
);

it('what it throws, or answers wrongly, holds up the files that it was to name, and no others', async () => {
  await home.home.take(shape);
  home.write('lab.ts', lab(`if (id === '${first}') throw new Error('no such patient'); return 'known';`));
  await plant();
  await until(() => files('plain').length, 4);
  await until(files, twoOf('known', second));
  const title = expect.stringMatching(/lab\.group.*no such patient/);
  const problem = expect.objectContaining({ title });
  await until(listed, expect.objectContaining({ state: 'current', problem }));
  expect(home.home.automation.problems().map(attentionInWords)).toEqual([
    expect.stringMatching(/^Tree asked: Files wait.*no such patient/),
  ]);
  home.write('lab.ts', lab(`return ({ nonsense: id }) as never;`));
  await until(async () => (await listed()).problem?.title, expect.stringMatching(/is no part of a name/));
  // They stay as they are, for as long as nobody knows better.
  expect(files()).toEqual(twoOf('known', second));
  home.write('lab.ts', lab(`return 'mended';`));
  await until(files, [...twoOf('mended'), ...twoOf('mended', second)].sort());
  await until(listed, expect.objectContaining({ state: 'current', problem: null }));
});

it('when it is gone nothing moves, and when it is back what waited comes', async () => {
  await home.home.take({ ...shape, studies: 1 });
  home.write('lab.ts', lab(`return 'here';`));
  await plant();
  await until(files, twoOf('here'));
  rmSync(home.path('lab.ts'));
  await until(
    async () => (await listed()).problem?.title,
    expect.stringMatching(/no extension that offers lab\.group/),
  );
  await home.home.take(shape);
  await until(() => files('plain').length, 4);
  expect(files()).toEqual(twoOf('here'));
  // Also after a restart.
  const again = home.home.again();
  await again.lookNow(go);
  await build(again, 'asked');
  expect(again.problems().map(attentionInWords)).toEqual([expect.stringMatching(/^Tree asked: Files wait/)]);
  await again.stop();
  home.write('lab.ts', lab(`return 'here';`));
  await until(files, [...twoOf('here'), ...twoOf('here', second)].sort());
});

it('one that never ends is ended, and other trees have their files', { timeout: 60_000 }, async () => {
  await home.home.take({ ...shape, studies: 1 });
  home.write('lab.ts', lab('for (;;);'));
  await plant();
  await until(() => files('plain').length, 2);
  await until(async () => (await listed()).problem?.title, expect.stringMatching(/^Files wait.*10 s/));
  expect(files()).toEqual([]);
});

it('the example subject-ids calls folders by its list', async () => {
  await home.home.take(shape);
  home.install('subject-ids.ts');
  await plant('{subject-ids.subject|not on the list}/{PatientID} {InstanceNumber}.dcm');
  await until(async () => (await listed()).problem?.title, expect.stringMatching(/the list cannot be read/));
  writeFileSync(home.kept('subject-ids', 'subjects.csv'), `${first},SUB-001\n`);
  await build(home.home.automation, 'asked');
  expect(files()).toEqual([...twoOf('SUB-001'), ...twoOf('not on the list', second)].sort());
});

it('what waited and has its name is looked at alone: the tree is not built again for it', async () => {
  await home.home.take({ ...shape, studies: 1 });
  home.install('subject-ids.ts');
  await plant('{subject-ids.subject|not on the list}/{PatientID} {InstanceNumber}.dcm');
  await until(async () => (await listed()).problem?.title, expect.stringMatching(/the list cannot be read/));
  const builds = async (states?: readonly ['done']) =>
    (await home.home.jobs.list(undefined, { kind: 'treeBuild', states, limit: 100 })).length;
  const before = await builds();
  await until(() => builds(['done']), before);
  writeFileSync(home.kept('subject-ids', 'subjects.csv'), `${first},SUB-001\n`);
  home.home.pass(TEN_MINUTES_MS);
  await until(files, twoOf('SUB-001'));
  await until(listed, expect.objectContaining({ state: 'current', problem: null }));
  for (const _ of [1, 2, 3]) await home.look();
  expect(await builds()).toBe(before);
});

it('is shown before there is a tree, and says what is wrong', async () => {
  await home.home.take({ ...shape, studies: 1 });
  home.write('lab.ts', lab(`return 'seen';`));
  await home.look();
  const preview = (names: string) =>
    home.home.automation.previewTree({
      tree: { folder: folderOf('asked'), names },
      tables: {},
      limit: 5,
    });
  expect(await preview('{lab.group}/{InstanceNumber}.dcm')).toMatchObject({
    problems: [],
    files: [{ path: 'seen/1.dcm' }],
  });
  expect(await preview('{lab.other}/{InstanceNumber}.dcm')).toMatchObject({
    problems: [{ place: '', reason: { code: 'tree/no-name', cause: { code: 'extension/unknown' } } }],
    files: [],
  });
});
