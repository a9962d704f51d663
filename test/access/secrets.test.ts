import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import { Secrets } from '../../src/store/index.ts';
import { isocenter } from '../support/command-line.ts';
import { startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const secret = { passwordHash: 'the hash of a password' };

let directory: TemporaryDirectory;
let data: string;
let keyFile: string;
beforeEach(() => {
  directory = new TemporaryDirectory('secrets');
  data = directory.join('data');
  keyFile = directory.join('data.key');
});
afterEach(() => directory.remove());

const open = (options: { replaceLostKey?: boolean } = {}) => Secrets.open({ data, ...options });
const inPrivate = (...parts: string[]) => directory.join('data', 'private', ...parts);
const isShut = expect.objectContaining({ code: 'store/secrets-shut' });

describe('secrets', () => {
  it('open with the key that was made, and lie on the disk so that nobody reads them without it', async () => {
    await (await open()).files('credentials').write('user-ada', secret);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(inPrivate('credentials/user-ada'), 'utf8')).not.toContain('hash');
    expect((await open()).files('credentials').read('user-ada')).toEqual(secret);
  });

  it('do not open when they are changed, exchanged, or put there by somebody without the key', async () => {
    const files = (await open()).files('credentials');
    await files.write('user-ada', secret);
    await files.write('user-root', { passwordHash: 'another' });
    const [ada, root] = [inPrivate('credentials/user-ada'), inPrivate('credentials/user-root')];
    const original = readFileSync(root);
    const parsed = JSON.parse(readFileSync(ada, 'utf8')) as { tag: string };
    const forged = { ...parsed, tag: Buffer.alloc(16).toString('base64') };
    for (const content of [JSON.stringify(secret), readFileSync(ada), JSON.stringify(forged), 'no JSON']) {
      writeFileSync(root, content);
      expect(() => files.read('user-root')).toThrow();
      await expect(open()).rejects.toEqual(isShut);
    }
    writeFileSync(root, original);
    await open();
  });

  it('from before there was a key are sealed, also after a start that died in the middle of it', async () => {
    await open();
    rmSync(keyFile);
    mkdirSync(inPrivate('credentials'), { recursive: true });
    writeFileSync(inPrivate('credentials/user-ada'), JSON.stringify(secret));
    await open();
    expect(readFileSync(inPrivate('credentials/user-ada'), 'utf8')).not.toContain('hash');
    renameSync(keyFile, `${keyFile}.new`);
    writeFileSync(inPrivate('credentials/user-bob'), JSON.stringify(secret));
    const files = (await open()).files('credentials');
    for (const name of ['user-ada', 'user-bob']) expect(files.read(name)).toEqual(secret);
    expect(existsSync(`${keyFile}.new`)).toBe(false);
  });

  it('are not thrown away for a lost or wrong key: they are set aside when somebody says so', async () => {
    await (await open()).files('credentials').write('user-ada', secret);
    renameSync(keyFile, directory.join('elsewhere'));
    await expect(open()).rejects.toEqual(isShut);
    expect(existsSync(keyFile)).toBe(false);
    writeFileSync(keyFile, `${Buffer.alloc(32, 7).toString('base64url')}\n`);
    await expect(open()).rejects.toEqual(isShut);
    rmSync(keyFile);
    expect((await open({ replaceLostKey: true })).files('credentials').read('user-ada')).toBeUndefined();
    await open();
    const [aside] = globSync(inPrivate('unreadable-*/credentials'));
    rmSync(inPrivate('credentials'), { recursive: true });
    renameSync(aside!, inPrivate('credentials'));
    renameSync(directory.join('elsewhere'), keyFile);
    expect((await open()).files('credentials').read('user-ada')).toEqual(secret);
  });

  it('overwrite no file that is no key: a mistyped setting may name anything', async () => {
    writeFileSync(keyFile, 'the key of something else');
    await expect(open()).rejects.toEqual(isShut);
    expect(readFileSync(keyFile, 'utf8')).toBe('the key of something else');
    await open({ replaceLostKey: true });
    const [aside] = globSync(`${keyFile}.unreadable-*`);
    expect(readFileSync(aside!, 'utf8')).toBe('the key of something else');
    await open();
  });

  it('have no key inside of the data directory', async () => {
    const inside = Secrets.open({ data, keyFile: `${data}/private/key` });
    await expect(inside).rejects.toMatchObject({ code: 'config/invalid' });
  });
});

it('a server whose key is lost says what to do; rebuild --secrets does it, and nothing else is lost', async () => {
  const password = 'a long and unusual sentence';
  const client = createClient(httpTransport({ socketPath: controlSocketPath(data) }));
  const server = await startIsocenter({ data });
  await client.userAdd({ name: 'ada', password });
  await server.stop();
  rmSync(keyFile);
  const refused = await isocenter({ data }, 'serve');
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('isocenter rebuild --secrets');
  const made = await isocenter({ data }, 'rebuild', '--secrets');
  expect(made.stdout).toContain('Accounts without a password: ada');
  expect(made.stderr).toContain('set aside');
  await using again = await startIsocenter({ data });
  expect((await client.userPassword({ name: 'ada', password })).hasPassword).toBe(true);
  expect((await isocenter(again, 'audit', 'verify')).code).toBe(0);
});
