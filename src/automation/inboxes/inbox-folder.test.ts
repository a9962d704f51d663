import { randomUUID } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookOf } from './file-look.ts';
import type { Inbox } from './inbox.ts';
import { InboxFolder } from './inbox-folder.ts';

/** What the system says to a new folder for a file on its way. */
let refusal: NodeJS.ErrnoException | undefined;
vi.mock('node:fs/promises', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs/promises')>();
  const mkdir = (path: string): Promise<unknown> =>
    refusal && path.includes('.isocenter-taking-') ? Promise.reject(refusal) : fs.mkdir(path);
  return { ...fs, mkdir };
});
const refuse = (code: string, errno: number): void => {
  refusal = Object.assign(new Error(code), { code, errno });
};

describe('a file of an inbox in whose place another came meanwhile', () => {
  let home: string;
  let folder: InboxFolder;
  const at = (path: string) => join(folder.path, path);

  beforeEach(async () => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'inbox-')));
    for (const name of ['in', 'data']) mkdirSync(join(home, name));
    const inbox: Inbox = {
      ...{ name: 'share', owner: { kind: 'local', name: 'x' }, folder: join(home, 'in'), root: home },
      ...{ quietMs: 1, taken: 'delete', isOn: true },
    };
    folder = await InboxFolder.open(inbox, join(home, 'data'));
  });
  afterEach(() => {
    refusal = undefined;
    rmSync(home, { recursive: true });
  });

  it.each([
    ['removed', (look: ReturnType<typeof lookOf>) => folder.remove('a.dcm', look), false],
    ['moved', (look: ReturnType<typeof lookOf>) => folder.moveTo('done', 'a.dcm', look), undefined],
  ])('is not %s', async (_what, clear, answer) => {
    writeFileSync(at('a.dcm'), 'seen');
    const look = lookOf(lstatSync(at('a.dcm')));
    writeFileSync(at('a.dcm'), 'another');
    expect(await clear(look)).toBe(answer);
    expect(readFileSync(at('a.dcm'), 'utf8')).toBe('another');
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each([
    ['full', 'ENOSPC', -constants.errno.ENOSPC],
    ['at its quota', `Unknown system error -${constants.errno.EDQUOT}`, -constants.errno.EDQUOT],
  ])('goes although the disk is %s, and stays when it is another', async (_what, code, errno) => {
    refuse(code, errno);
    for (const name of ['a.dcm', 'b.dcm', 'c.dcm']) writeFileSync(at(name), 'seen');
    mkdirSync(at('done'));
    const look = (name: string) => lookOf(lstatSync(at(name)));
    expect(await folder.remove('a.dcm', look('a.dcm'))).toBe(true);
    expect(await folder.moveTo('done', 'b.dcm', look('b.dcm'))).toBe('done/b.dcm');
    const before = look('c.dcm');
    writeFileSync(at('c.dcm'), 'another');
    expect(await folder.remove('c.dcm', before)).toBe(false);
    expect(readFileSync(at('c.dcm'), 'utf8')).toBe('another');
    expect(readdirSync(folder.path).sort()).toEqual(['c.dcm', 'done']);
  });

  it('stays, with what the system says, where no folder can be made for it', async () => {
    refuse('EACCES', -constants.errno.EACCES);
    writeFileSync(at('a.dcm'), 'seen');
    const removing = folder.remove('a.dcm', lookOf(lstatSync(at('a.dcm'))));
    await expect(removing).rejects.toMatchObject({ code: 'EACCES' });
    expect(readdirSync(folder.path)).toEqual(['a.dcm']);
  });

  it('has its name back after the program was ended while it had none, and is not there twice', async () => {
    const room = (name: string, file: string, text: string) => {
      mkdirSync(at(`scans/.isocenter-taking-${name}`), { recursive: true });
      writeFileSync(at(`scans/.isocenter-taking-${name}/${file}`), text);
      return at(`scans/.isocenter-taking-${name}/${file}`);
    };
    room('1', 'a.dcm', 'half way');
    // Its place had the name of another, and it has both names still.
    mkdirSync(at('done/scans'), { recursive: true });
    writeFileSync(at('done/scans/b.dcm'), 'another');
    linkSync(room('2', 'b.dcm', 'moved'), at('done/scans/b (2).dcm'));
    room('3', 'c.dcm', 'seen');
    writeFileSync(at('scans/c.dcm'), 'came since');
    mkdirSync(at('scans/.isocenter-taking-4'));
    // A full disk had no space for a folder.
    const beside = (name: string) => at(`scans/.isocenter-taking-${randomUUID()}-${name}`);
    writeFileSync(beside('d-1.dcm'), 'on a full disk');
    linkSync(at('done/scans/b (2).dcm'), beside('b.dcm'));
    await folder.giveBack(['done'], new AbortController().signal);
    const files = readdirSync(folder.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.path.length + 1), readFileSync(path, 'utf8')]);
    expect(Object.fromEntries(files)).toEqual({
      'scans/a.dcm': 'half way',
      'done/scans/b.dcm': 'another',
      'done/scans/b (2).dcm': 'moved',
      'scans/c.dcm': 'came since',
      'scans/c (2).dcm': 'seen',
      'scans/d-1.dcm': 'on a full disk',
    });
    expect(readdirSync(at('scans')).sort()).toEqual(['a.dcm', 'c (2).dcm', 'c.dcm', 'd-1.dcm']);
  });

  it.skipIf(process.platform !== 'linux')('is read when it was held before, and not held after', async () => {
    writeFileSync(at('a.dcm'), 'seen');
    writeFileSync(join(home, 'secret'), 'secret');
    const look = lookOf(lstatSync(at('a.dcm')));
    await using held = await folder.hold('a.dcm', look);
    rmSync(at('a.dcm'));
    symlinkSync(join(home, 'secret'), at('a.dcm'));
    expect(readFileSync(held!.path, 'utf8')).toBe('seen');
    expect(await folder.hold('a.dcm', look)).toBeUndefined();
  });
});
