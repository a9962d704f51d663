import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attentionInWords } from '../../src/contract/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';

const go = new AbortController().signal;

describe('the automation file', () => {
  let home: TemporaryAutomation;
  beforeEach(async () => {
    home = await TemporaryAutomation.open();
  });
  afterEach(() => home[Symbol.asyncDispose]());
  const path = () => home.temporary.directory.join('automation.yaml');
  const treeIn = (folder: string) =>
    `trees:\n  lab: { folder: ${home.targets.join(folder)}, names: x.dcm }\n`;
  const folders = () => home.automation.file.plan.trees.map(({ folder }) => folder);

  it('is in use when somebody wrote it with an editor, and the last right one is while it has mistakes', async () => {
    writeFileSync(path(), treeIn('a'));
    await home.automation.lookNow(go);
    expect(folders()).toEqual([home.targets.join('a')]);
    writeFileSync(path(), `${treeIn('b')}nonsense: 1\n`);
    await home.automation.lookNow(go);
    expect(folders()).toEqual([home.targets.join('a')]);
    expect((await home.automation.show()).problems).toMatchObject([{ line: 3 }]);
    expect(home.automation.problems().map(attentionInWords)).toEqual([expect.stringContaining('line 3')]);
    writeFileSync(path(), treeIn('b'));
    await home.automation.lookNow(go);
    expect(folders()).toEqual([home.targets.join('b')]);
    expect(home.automation.problems()).toEqual([]);
  });

  it('is written whole or not at all, and never over what somebody else wrote meanwhile', async () => {
    const seen = await home.automation.show();
    await expect(home.automation.file.save('trees: 1\n', seen.digest)).rejects.toMatchObject({
      code: 'automation/invalid',
      message: expect.stringContaining('automation.yaml:1 '),
    });
    await home.automation.file.save(treeIn('a'), seen.digest);
    await expect(home.automation.file.save(treeIn('b'), seen.digest)).rejects.toMatchObject({
      code: 'automation/changed',
    });
    expect(readFileSync(path(), 'utf8')).toBe(treeIn('a'));
  });

  it('keeps its comments when a tree is made, changed or taken out', async () => {
    await home.say(
      `# ours\ntrees: # all of them\n  lab: # of the lab\n    folder: ${home.targets.join('a')} # NAS\n    names: x.dcm\n`,
    );
    const { digest } = await home.automation.show();
    const made = { folder: home.targets.join('b'), names: '{PatientID}.dcm', if: { Modality: ['CT'] } };
    const after = await home.automation.change('trees', { name: 'second', change: made, digest });
    const changed = await home.automation.change('trees', {
      name: 'lab',
      change: { on: false },
      digest: after.digest,
    });
    for (const comment of ['# ours', '# all of them', '# of the lab', '# NAS'])
      expect(changed.text).toContain(comment);
    expect(home.automation.file.plan.trees).toMatchObject([
      { name: 'lab', isOn: false },
      { name: 'second', isOn: true },
    ]);
    const bad = { name: 'second', change: { colour: 'blue' }, digest: changed.digest };
    await expect(home.automation.change('trees', bad)).rejects.toMatchObject({ code: 'automation/invalid' });
    const left = await home.automation.forget('trees', { name: 'second', digest: changed.digest });
    expect(folders()).toEqual([home.targets.join('a')]);
    expect(left.text).toContain('# NAS');
  });

  it('shows names before there is a tree, and what is wrong with it', async () => {
    await home.take({ studies: 2 });
    const tree = { folder: home.targets.join('a'), names: '{PatientID}/{Modality}.dcm' };
    const preview = (more: object) =>
      home.automation.previewTree({ tree: { ...tree, ...more }, tables: {}, limit: 20 });
    expect(await preview({})).toMatchObject({
      problems: [],
      files: [{ path: expect.stringMatching(/\/MR\.dcm$/) }, { path: expect.stringMatching(/\/MR\.dcm$/) }],
    });
    expect(await preview({ if: { Modality: 'CT' } })).toMatchObject({ files: [], looked: 2 });
    expect(await preview({ names: '{Nonsense}', form: 'ghost' })).toMatchObject({
      problems: [
        {
          place: 'form',
          reason: { code: 'plan/none-of', params: { allowed: 'copy, hard link, symbolic link' } },
        },
      ],
    });
    expect(await preview({ names: '{Nonsense}' })).toMatchObject({
      problems: [{ place: 'names', reason: { title: expect.stringContaining('Nonsense') } }],
    });
  });
});
