import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/index.ts';
import { callerFor, everything, type GrantTerms } from '../../src/contract/index.ts';
import { openAccess } from '../support/access.ts';
import { engines } from '../support/engines.ts';
import { drain, TemporaryArchive, tester } from '../support/temp-archive.ts';

const viewer: GrantTerms = { rights: ['find', 'read'], scope: everything, expiresAt: null };
const oneStudy: GrantTerms = {
  ...viewer,
  scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2.3' }] },
};
const password = 'correct horse battery';

const open = ({ archive, directory }: TemporaryArchive): Promise<Access> =>
  openAccess(archive, directory.path);

describe.each(engines)('accounts and tokens on $name', (engine) => {
  it('are there again after a restart, and after the catalog was made anew', async () => {
    await using temporary = await TemporaryArchive.open(engine);
    const before = await open(temporary);
    const { token } = await before.createToken(tester, { name: 'backup', ...oneStudy });
    await before.addUser(tester, { name: 'ada', password, grant: viewer });
    await temporary.reopen();
    const restarted = await open(temporary);
    await drain(temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
    for (const access of [restarted, await open(temporary)]) {
      expect(access.tokens()).toEqual(before.tokens());
      expect(access.users()).toEqual(before.users());
      expect(callerFor(access.byToken(token, '127.0.0.1'), 'find').scope).toEqual(oneStudy.scope);
      expect((await access.logIns.byPassword('ada', password, '127.0.0.1')).actor).toEqual({
        kind: 'user',
        name: 'ada',
      });
    }
  });

  it('leave no secret in records or database, and their hashes only to the owner', async () => {
    await using temporary = await TemporaryArchive.open(engine);
    const access = await open(temporary);
    const { id, token } = await access.createToken(tester, { name: 'backup', ...viewer });
    await access.addUser(tester, { name: 'ada', password });
    const root = temporary.directory.path;
    const folder = join(root, 'private', 'credentials');
    expect(readdirSync(folder).sort()).toEqual([`token-${id}`, 'user-ada']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const written = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');
    expect(written).not.toContain(token.slice(-43));
    expect(written).not.toContain(password);
    expect(written).not.toContain('$argon2');
    const records = readdirSync(join(root, 'records')).map((name) =>
      readFileSync(join(root, 'records', name), 'utf8'),
    );
    expect(records.join('')).not.toMatch(/argon2|sha256/);
  });
});

describe('a token', () => {
  it('is worth nothing when it is revoked, expired, or not whole', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    const expired = await access.createToken(tester, {
      ...viewer,
      name: 'old',
      expiresAt: '2020-01-01T00:00:00Z',
    });
    const { id, token } = await access.createToken(tester, { ...viewer, name: 'new' });
    const other = await access.createToken(tester, { ...viewer, name: 'other' });
    const forged = `iso_${other.id}_${token.slice(-43)}`;
    for (const text of [expired.token, token.slice(0, -1), `${token}x`, forged, '', 'iso__'])
      expect(() => access.byToken(text, '127.0.0.1')).toThrow(
        expect.objectContaining({ code: 'access/unauthenticated' }),
      );
    expect(access.byToken(token, '127.0.0.1').actor.name).toBe(`new (${id})`);
    await access.revokeToken(tester, id);
    expect(() => access.byToken(token, '127.0.0.1')).toThrow('revoked');
  });

  it('cannot administer a part of the archive', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    const terms = { ...oneStudy, rights: ['administer' as const] };
    await expect(access.createToken(tester, { name: 'x', ...terms })).rejects.toMatchObject({
      code: 'input/invalid',
    });
  });
});

describe('an account', () => {
  it('of the same name made later has nothing of the one that was removed', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    await access.addUser(tester, { name: 'ada', password, grant: viewer });
    await access.removeUser(tester, 'ada');
    await expect(access.logIns.byPassword('ada', password, '127.0.0.1')).rejects.toMatchObject({
      code: 'access/unauthenticated',
    });
    const again = await access.addUser(tester, { name: 'ada' });
    expect(again).toMatchObject({ grants: [], hasPassword: false });
    await expect(access.logIns.byPassword('ada', password, '127.0.0.1')).rejects.toMatchObject({
      code: 'access/unauthenticated',
    });
  });

  it('may do what it was granted until that is taken back', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    await access.addUser(tester, { name: 'ada', password });
    const { grants } = await access.grant(tester, 'ada', viewer);
    expect([...access.user('ada', '').rights]).toEqual(['find', 'read']);
    await access.ungrant(tester, 'ada', grants[0]!.id);
    expect([...access.user('ada', '').rights]).toEqual([]);
  });

  it('is told apart from none neither by the answer nor by its time', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    await access.addUser(tester, { name: 'ada', password });
    const failure = async (name: string, source: string) => {
      const before = process.cpuUsage();
      const error = await access.logIns.byPassword(name, 'wrong', source).catch((reason: unknown) => reason);
      const { user, system } = process.cpuUsage(before);
      return { error, cpu: user + system };
    };
    await failure('warm', 'up');
    const known = await failure('ada', '10.0.0.1');
    const unknown = await failure('eve', '10.0.0.2');
    expect(unknown.error).toEqual(known.error);
    // Without the same work it would be a hundred times less; timings of a busy machine are coarse.
    expect(unknown.cpu).toBeGreaterThan(known.cpu / 4);
    expect(unknown.cpu).toBeLessThan(known.cpu * 4);
  });
});
