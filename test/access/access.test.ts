import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/index.ts';
import { type Clock, systemClock } from '../../src/base/index.ts';
import {
  type Actor,
  type Caller,
  type CreatedShare,
  callerFor,
  everything,
  type GrantTerms,
  grantTerms,
  localAdministrator,
} from '../../src/contract/index.ts';
import { openAccess } from '../support/access.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { Modality } from '../support/eventful-archive.ts';
import { drain, TemporaryArchive, tester } from '../support/temp-archive.ts';

const viewer: GrantTerms = { rights: ['find', 'view', 'download'], scope: everything, expiresAt: null };
const oneStudy: GrantTerms = {
  ...viewer,
  scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2.3' }] },
};
const password = 'correct horse battery';

const isOver = { code: 'access/unauthenticated' };

const open = ({ archive, directory }: TemporaryArchive, clock?: Clock): Promise<Access> =>
  openAccess(archive, directory.path, clock);

describe.each(engines)('accounts and tokens on $name', (engine) => {
  it('are there again after a restart, and after the catalog was made anew', async () => {
    await using temporary = await TemporaryArchive.open(engine);
    const before = await open(temporary);
    const { token } = await before.createToken(tester, { name: 'backup', ...oneStudy });
    await before.addUser(tester, { name: 'ada', password, grant: viewer });
    await temporary.reopen();
    const restarted = await open(temporary);
    await drain(temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
    const withoutUse = (access: Access) => access.tokens().map(({ usedAt: _, ...token }) => token);
    for (const access of [restarted, await open(temporary)]) {
      expect(withoutUse(access)).toEqual(withoutUse(before));
      expect(access.users()).toEqual(before.users());
      expect(callerFor(access.byToken(token, '127.0.0.1'), 'find').scope).toEqual(oneStudy.scope);
      expect((await access.logIns.byPassword('ada', password, '127.0.0.1')).actor).toEqual({
        kind: 'user',
        name: 'ada',
      });
    }
  });

  it('that older records let read may view and download, and so may who is named that way now', async () => {
    await using temporary = await TemporaryArchive.open(engine);
    const { archive } = temporary;
    const before = await open(temporary);
    const { token } = await before.createToken(tester, { name: 'backup', ...viewer });
    await before.addUser(tester, { name: 'ada', grant: viewer });
    for (const { kind, id, definition } of await archive.accessEntries()) {
      if (kind !== 'token' && kind !== 'grant') continue;
      const older = { ...(definition as GrantTerms), rights: ['find', 'read'] };
      await archive.saveAccessEntry(tester, { kind, id, definition: older });
    }
    const access = await open(temporary);
    for (const caller of [access.user('ada', ''), access.byToken(token, '')])
      expect([...caller.rights]).toEqual(viewer.rights);
    expect(grantTerms.parse({ ...viewer, rights: ['read', 'find', 'view'] }).rights).toEqual([
      'view',
      'download',
      'find',
    ]);
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

describe("an account of a name that was another one's", () => {
  const person = {
    issuer: 'https://issuer.example',
    subject: 'f7c1',
    name: 'ada',
    roles: ['viewer'],
    groups: [],
  } as const;
  const browser = { address: '127.0.0.1', agent: 'test' };

  it.each([
    ['made here', (access: Access) => access.addUser(tester, { name: 'ada', grant: viewer })],
    ['of a provider', (access: Access) => access.logInAs(person, 'the clinic', browser)],
  ])('%s finds nothing that a crash left of it', async (_, make) => {
    await using temporary = await TemporaryArchive.open();
    const before = await open(temporary);
    await before.addUser(tester, { name: 'ada', password, grant: viewer });
    const { session } = await before.logIns.begin('ada', browser);
    // As far as the removal of the account had got.
    await temporary.archive.saveAccessEntry(tester, { kind: 'user', id: 'ada', definition: null });
    const access = await open(temporary);
    await make(access);
    expect(access.waysInOf('ada').hasPassword).toBe(false);
    expect(() => access.bySession(session, '127.0.0.1')).toThrow(
      expect.objectContaining({ code: 'access/unauthenticated' }),
    );
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
    expect([...access.user('ada', '').rights]).toEqual(['find', 'view', 'download']);
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
    expect(unknown.cpu).toBeGreaterThan(known.cpu / 20);
    expect(unknown.cpu).toBeLessThan(known.cpu * 20);
  });
});

describe('a group', () => {
  const lab = {
    rights: ['find', 'view', 'download'],
    scope: { kind: 'rules', rules: [{ collection: 'lab' }] },
  } as const;
  const grantToLab: GrantTerms = {
    rights: [...lab.rights],
    scope: { ...lab.scope, rules: [{ collection: 'lab' }] },
    expiresAt: null,
  };

  it('gives its members what it is granted, while they are in it', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    for (const name of ['ada', 'bob']) await access.addUser(tester, { name, password });
    await access.groups.add(tester, { name: 'readers', members: ['ada'], grant: grantToLab });
    const findsOf = (name: string) => access.user(name, '127.0.0.1').reach?.get('find');
    expect(findsOf('ada')).toEqual(lab.scope);
    expect(findsOf('bob')).toBeUndefined();
    await access.groups.join(tester, 'readers', ['bob', 'ada']);
    expect(findsOf('bob')).toEqual(lab.scope);
    expect(access.users().map(({ groups }) => groups)).toEqual([['readers'], ['readers']]);
    const { token } = await access.createToken(tester, { name: 'mine', ...viewer }, 'bob');
    expect(callerFor(access.byToken(token, ''), 'find').scope).toEqual(lab.scope);
    await access.groups.leave(tester, 'readers', 'bob');
    expect(findsOf('bob')).toBeUndefined();
    expect(() => callerFor(access.byToken(token, ''), 'find')).toThrow('may not do this');
  });

  it('is there again after a rebuild, and its grants go with it', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    await access.addUser(tester, { name: 'ada', password });
    await access.groups.add(tester, { name: 'readers', members: ['ada'], grant: grantToLab });
    await drain(temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
    const again = await open(temporary);
    expect(again.groups.list()).toEqual(access.groups.list());
    await again.groups.remove(tester, 'readers');
    await again.groups.add(tester, { name: 'readers', members: ['ada'] });
    expect(again.user('ada', '').rights).toEqual(new Set());
    // An account of the same name that is made later is another person.
    await again.removeUser(tester, 'ada');
    expect(again.groups.list()[0]?.members).toEqual([]);
    await expect(again.groups.join(tester, 'readers', ['ada'])).rejects.toThrow('no such account');
  });
});

describe('a share', () => {
  it('of a study that its maker sees by another rule shows it, for as long as they do', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    const [seen, unseen] = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1 })];
    await new Modality(temporary, 'TESTER', systemClock).send([seen!, unseen!]);
    const { archive } = temporary;
    const label = { target: 'study', uid: seen!.studyInstanceUid, name: 'open', value: 'yes' } as const;
    await archive.label(tester, everything, label);
    const grant: GrantTerms = {
      ...{ rights: ['find', 'view', 'download', 'share'], expiresAt: null },
      scope: { kind: 'rules', rules: [{ label: 'open' }] },
    };
    await access.addUser(tester, { name: 'ada', grant });
    const share = (studyInstanceUid: string) =>
      access.shares.create(access.user('ada', ''), {
        ...{
          title: '',
          withCode: false,
          viewOnly: false,
          hidesIdentity: false,
          expiresAt: '2999-01-01T00:00:00Z',
        },
        scope: { kind: 'rules', rules: [{ studyInstanceUid }] },
      });
    await expect(share(unseen!.studyInstanceUid)).rejects.toThrow('may not do this');
    const { id, path } = await share(seen!.studyInstanceUid);
    const browser = { address: '', agent: '' };
    const session = await access.shares.open(id, path.split('#')[1]!, '', browser);
    const studies = { studyInstanceUids: [seen!.studyInstanceUid] };
    const shown = () =>
      archive.count(tester, callerFor(access.bySession(session, ''), 'find').scope, [studies]);
    expect(await shown()).toBe(1);
    await archive.label(tester, everything, { ...label, value: null });
    expect(await shown()).toBe(0);
  });

  const sharing: GrantTerms = { ...viewer, rights: ['find', 'view', 'download', 'share'] };
  const terms = {
    title: '',
    withCode: false,
    viewOnly: false,
    hidesIdentity: false,
    expiresAt: '2999-01-01T00:00:00Z',
  };
  const ofAStudy = { ...terms, scope: { kind: 'rules' as const, rules: [{ studyInstanceUid: '1.2.3' }] } };
  const browser = { address: '', agent: '' };
  const openWith = (access: Access, { id, path }: CreatedShare): Promise<string> =>
    access.shares.open(id, path.split('#')[1]!, '', browser);

  it("that a token made which stands for itself ends with it, and is nobody else's", async () => {
    await using temporary = await TemporaryArchive.open();
    let time = Date.now();
    const access = await open(temporary, { ...systemClock, now: () => new Date(time) });
    const own = { ...sharing, scope: ofAStudy.scope };
    const revoked = await access.createToken(tester, { ...own, name: 'revoked' });
    const expiresAt = new Date(time + 60_000).toISOString();
    const expiring = await access.createToken(tester, { ...own, name: 'expiring', expiresAt });
    const shares: CreatedShare[] = [];
    for (const { token } of [revoked, expiring])
      shares.push(await access.shares.create(access.byToken(token, ''), ofAStudy));
    const sessions = [];
    for (const share of shares) sessions.push(await openWith(access, share));
    const scopeOf = (session: string) => callerFor(access.bySession(session, ''), 'view').scope;
    expect(sessions.map(scopeOf)).toEqual([ofAStudy.scope, ofAStudy.scope]);
    const listed = (caller: Caller) => access.shares.list(caller).map(({ id }) => id);
    const maker = access.byToken(revoked.token, '');
    expect(listed(maker)).toEqual([shares[0]!.id]);
    expect(listed({ ...maker, actor: { ...maker.actor, kind: 'user' } })).toEqual([]);

    await access.revokeToken(tester, revoked.id);
    expect(listed(localAdministrator)).toEqual([shares[1]!.id]);
    time += 60_001;
    for (const session of sessions)
      expect(() => access.bySession(session, '')).toThrow(expect.objectContaining(isOver));
    for (const share of shares) await expect(openWith(access, share)).rejects.toMatchObject(isOver);
  });

  it('with a code opens once, however many know it at the same moment', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    const { id, path, code } = await access.shares.create(localAdministrator, {
      ...ofAStudy,
      withCode: true,
      viewOnly: false,
      hidesIdentity: false,
    });
    const browsers = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map((address) => ({ address, agent: '' }));
    const opened = await Promise.allSettled(
      browsers.map((one) => access.shares.open(id, path.split('#')[1]!, code!, one)),
    );
    const refused = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([isOver, isOver]);
  });

  it('and a token, made while their account goes, are not left behind', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await open(temporary);
    await access.addUser(tester, { name: 'ada', grant: sharing });
    const ada = access.user('ada', '');
    const [removed, share, token] = await Promise.allSettled([
      access.removeUser(tester, 'ada'),
      access.shares.create(ada, ofAStudy),
      access.createToken(ada.actor, { ...viewer, name: 'mine' }, 'ada'),
    ]);
    expect(removed.status).toBe('fulfilled');
    expect(share).toMatchObject({ status: 'rejected', reason: { code: 'archive/forbidden' } });
    expect(token).toMatchObject({ status: 'rejected', reason: { code: 'archive/not-found' } });
    expect([access.shares.list(localAdministrator), access.tokens()]).toEqual([[], []]);
  });

  it('on an older record belongs to the account it names, the local administrator, or the token that made it', async () => {
    await using temporary = await TemporaryArchive.open();
    const { archive } = temporary;
    const before = await open(temporary);
    await before.addUser(tester, { name: 'ada', grant: sharing });
    const token = await before.createToken(tester, { ...sharing, name: 'lab' });
    const callers = [before.user('ada', ''), localAdministrator, before.byToken(token.token, '')];
    const shares: CreatedShare[] = [];
    for (const caller of callers) shares.push(await before.shares.create(caller, ofAStudy));
    for (const { kind, id, definition } of await archive.accessEntries()) {
      if (kind !== 'share') continue;
      const { owner, ...rest } = definition as { owner: Actor };
      const older = { ...rest, owner: owner.kind === 'user' ? owner.name : null };
      await archive.saveAccessEntry(tester, { kind, id, definition: older });
    }
    const access = await open(temporary);
    const areOpen = async () => {
      const open = [];
      for (const share of shares)
        open.push(
          await openWith(access, share).then(
            () => true,
            () => false,
          ),
        );
      return open;
    };
    expect(await areOpen()).toEqual([true, true, true]);
    await access.revokeToken(tester, token.id);
    expect(await areOpen()).toEqual([true, true, false]);
    await access.removeUser(tester, 'ada');
    expect(await areOpen()).toEqual([false, true, false]);
  });
});

describe('how many an account may hold', () => {
  const now = Date.parse('2026-05-01T08:00:00Z');
  const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
  let later = 0;
  const clock = { now: () => new Date(now + later), monotonic: () => later };
  const limits = { tokens: 2, ownTokens: 3, shares: 2 };

  it.each(['tokens', 'shares'] as const)(
    '%s: so many in use; those that have expired make room',
    async (what) => {
      later = 0;
      await using temporary = await TemporaryArchive.open();
      const access = await openAccess(temporary.archive, temporary.directory.path, clock, limits);
      const grant: GrantTerms = {
        rights: ['find', 'view', 'download', 'share'],
        scope: everything,
        expiresAt: null,
      };
      for (const name of ['ada', 'bob']) await access.addUser(tester, { name, grant });
      const make = (name: string, hours: number): Promise<{ id: string }> =>
        what === 'tokens'
          ? access.createToken(tester, { ...viewer, name: 'x', expiresAt: at(hours) }, name)
          : access.shares.create(access.user(name, ''), {
              ...{ title: '', withCode: false, viewOnly: false, hidesIdentity: false, expiresAt: at(hours) },
              scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2.3' }] },
            });
      const held = (name: string): string[] =>
        what === 'tokens'
          ? access.tokensOf(name).map(({ id }) => id)
          : access.shares.list(access.user(name, '')).map(({ id }) => id);
      await make('ada', 1);
      const lasting = await make('ada', 9);
      const many = await Promise.allSettled([make('ada', 9), make('ada', 9)]);
      expect(many).toMatchObject([
        { reason: { code: 'input/invalid' } },
        { reason: { message: expect.stringContaining('revoke one first') } },
      ]);
      await make('bob', 9);
      later = 2 * 3_600_000;
      expect(held('ada')).toHaveLength(2);
      const another = await make('ada', 9);
      expect(held('ada').sort()).toEqual([lasting.id, another.id].sort());
      await expect(make('ada', 9)).rejects.toMatchObject({ code: 'input/invalid' });
      if (what === 'tokens') await access.revokeToken(tester, lasting.id);
      else await access.shares.revoke(access.user('ada', ''), lasting.id);
      await make('ada', 9);
      expect([held('ada'), held('bob')].map(({ length }) => length)).toEqual([2, 1]);
    },
  );

  it('tokens that stand for themselves have a limit of their own', async () => {
    await using temporary = await TemporaryArchive.open();
    const access = await openAccess(temporary.archive, temporary.directory.path, clock, limits);
    for (let made = 0; made < 3; made++) await access.createToken(tester, { name: 'x', ...viewer });
    await expect(access.createToken(tester, { name: 'x', ...viewer })).rejects.toThrow('There are 3 tokens');
  });
});
