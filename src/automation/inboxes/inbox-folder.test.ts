import {
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
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookOf } from './file-look.ts';
import type { Inbox } from './inbox.ts';
import { InboxFolder } from './inbox-folder.ts';

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
  afterEach(() => rmSync(home, { recursive: true }));

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
