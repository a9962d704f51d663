/** Who gets in, and as whom. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isocenter } from '../support/command-line.ts';
import { corpusInstance } from '../support/corpus.ts';
import { type DcmtkOptions, echoscu, findscu, getscu, hasDcmtk, storescu } from '../support/dcmtk.ts';
import type { Output } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const said = ({ stdout, stderr }: Output): string => stdout + stderr;
const as = (callingAet: string): DcmtkOptions => ({ callingAet });
const studies = ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID'];
const sample = corpusInstance(
  { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 90 },
  { study: 0, series: 0, instance: 0 },
);
const one = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${sample.studyInstanceUid}`];

describeWithPeer('access', hasDcmtk, () => {
  const directory = new TemporaryDirectory('access');
  const file = directory.join('one.dcm');
  beforeAll(() => writeFileSync(file, sample.encode()));
  afterAll(() => directory.remove());

  describe('of a fresh install', () => {
    let server: IsocenterServer;
    beforeAll(async () => {
      server = await startIsocenter();
    });
    afterAll(() => server?.stop());

    it('lets this machine in, whatever it calls itself', async () => {
      expect((await echoscu(server.peer, [], as('ANYBODY'))).code).toBe(0);
    });

    it('does not answer to a title that is not ours', async () => {
      const output = await echoscu({ ...server.peer, aet: 'SOMEBODYELSE' });
      expect(output.code).not.toBe(0);
      expect(said(output)).toMatch(/Called AE Title Not Recognized/i);
    });
  });

  describe('without the grant for this machine', () => {
    let server: IsocenterServer;
    const register = (...args: string[]) =>
      isocenter(
        server,
        'nodes',
        'add',
        ...args.slice(0, 1),
        ...args.slice(1, 2),
        '127.0.0.1',
        '4242',
        ...args.slice(2),
      );

    beforeAll(async () => {
      server = await startIsocenter({ args: ['--loopback-grant', 'off', '--called-titles', 'any'] });
      const added = [
        await register('everything', 'EVERYTHING'),
        await register('sender', 'SENDER', '--may', 'store'),
        await register('reader', 'READER', '--may', 'find'),
        await isocenter(server, 'nodes', 'add', 'elsewhere', 'ELSEWHERE', '192.0.2.7', '104'),
      ];
      for (const output of added) expect(output.code, output.stderr).toBe(0);
    });
    afterAll(() => server?.stop());

    it('answers to any title when told so', async () => {
      expect((await echoscu({ ...server.peer, aet: 'WHOEVER' }, [], as('EVERYTHING'))).code).toBe(0);
    });

    it.each([
      ['who is not registered', 'STRANGER'],
      ['with the title of a node that lives elsewhere', 'ELSEWHERE'],
    ])('rejects a caller %s', async (_, title) => {
      const output = await echoscu(server.peer, [], as(title));
      expect(output.code).not.toBe(0);
      expect(said(output)).toMatch(/Calling AE Title Not Recognized/i);
    });

    it('gives a node the rights it was given', async () => {
      expect((await storescu(server.peer, [file], [], as('SENDER'))).code).toBe(0);
      const refused = await storescu(server.peer, [file], ['-v'], as('READER'));
      expect(said(refused)).toMatch(/0x0?124/);

      expect(said(await findscu(server.peer, studies, ['-S'], as('READER')))).toContain(
        sample.studyInstanceUid,
      );
      const blind = await findscu(server.peer, studies, ['-S', '-v'], as('SENDER'));
      expect(said(blind)).not.toContain(sample.studyInstanceUid);
      expect(said(blind)).toMatch(/0x0?124/);

      expect((await getscu(server.peer, undefined, one, ['-S'], as('EVERYTHING'))).code).toBe(0);
      const held = await getscu(server.peer, undefined, one, ['-S', '-d'], as('READER'));
      expect(said(held)).toMatch(/DIMSE Status\s+: 0x0124/);
    });

    it('knows an account by name and passcode: it reaches what both it and the node may', async () => {
      const grants = ['--right', 'find', '--study', '1.2.3'];
      const token = await isocenter(server, 'token', 'create', 'station', ...grants);
      const whole = await isocenter(server, 'token', 'create', 'reader', '--right', 'find,store');
      const user = (passcode: string) => ['-usr', 'station', '-pwd', passcode, '-rsp'];
      const secret = ({ stdout }: Output) => stdout.trim();

      const wrong = await storescu(server.peer, [file], user('wrong'), as('EVERYTHING'));
      expect(wrong.code).not.toBe(0);
      expect(said(wrong)).toMatch(/Rejected Permanent/i);
      expect((await storescu(server.peer, [file], user(secret(whole)), as('EVERYTHING'))).code).toBe(0);
      // It may find one study and store nothing, whatever the node may.
      const refused = await storescu(server.peer, [file], ['-v', ...user(secret(token))], as('EVERYTHING'));
      expect(said(refused)).toMatch(/0x0?124/);
      // The node may only find, whatever the account may.
      const held = await storescu(server.peer, [file], ['-v', ...user(secret(whole))], as('READER'));
      expect(said(held)).toMatch(/0x0?124/);
      // A name alone proves nothing: it is let in as the node, and told nothing in return.
      expect((await storescu(server.peer, [file], ['-usr', 'anybody'], as('EVERYTHING'))).code).toBe(0);
      expect(
        (await storescu(server.peer, [file], ['-usr', 'anybody', '-rsp'], as('EVERYTHING'))).code,
      ).not.toBe(0);
    });

    it('asks who it is each time: a node that was removed or changed', async () => {
      await register('guest', 'GUEST');
      expect((await echoscu(server.peer, [], as('GUEST'))).code).toBe(0);
      await isocenter(server, 'nodes', 'update', 'guest', '--host', '192.0.2.8');
      expect((await echoscu(server.peer, [], as('GUEST'))).code).not.toBe(0);
      await isocenter(server, 'nodes', 'update', 'guest', '--address', '127.0.0.0/8');
      expect((await echoscu(server.peer, [], as('GUEST'))).code).toBe(0);
      await isocenter(server, 'nodes', 'remove', 'guest');
      expect((await echoscu(server.peer, [], as('GUEST'))).code).not.toBe(0);
    });

    it('says in the log who was not let in, and why', () => {
      const lines = `${server.stderr}${server.process.stdout}`
        .split('\n')
        .filter((line) => line.includes('"STRANGER"'));
      expect(lines.join('\n')).toMatch(/not a registered node/);
    });
  });

  it('lets everybody in when the configuration says so', async () => {
    const args = ['--loopback-grant', 'off', '--open-to-unregistered', 'on'];
    await using server = await startIsocenter({ args });
    expect((await storescu(server.peer, [file], [], as('STRANGER'))).code).toBe(0);
    expect(said(await findscu(server.peer, studies, ['-S'], as('STRANGER')))).toContain(
      sample.studyInstanceUid,
    );
  });
});
