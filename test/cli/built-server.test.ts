/** How the server that stays is started: in one piece, without what nobody has asked for yet. */
import { cpSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtServer } from '../../src/cli/frame/built-server.ts';
import { freePort } from '../support/ports.ts';
import { run } from '../support/processes.ts';
import { type IsocenterServer, mainScript, nodeBinary, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const isLinux = process.platform === 'linux';

describe('the server in one piece', () => {
  it('is built once for all starts', async () => {
    using caches = new TemporaryDirectory('caches');
    const one = await builtServer(caches.path);
    expect(one).toMatch(/\/main\.js$/);
    const made = statSync(one!).mtimeMs;
    expect(await builtServer(caches.path)).toBe(one);
    expect(statSync(one!).mtimeMs).toBe(made);
  });

  it('is left alone where nothing can be written', async () => {
    using caches = new TemporaryDirectory('caches');
    expect(await builtServer(join(caches.path, 'no\0folder'))).toBeUndefined();
  });

  it('is left alone where something else than npm installed the libraries', async () => {
    using elsewhere = new TemporaryDirectory('elsewhere');
    const copy = elsewhere.join('src/cli/frame/built-server.ts');
    cpSync('src/cli/frame/built-server.ts', copy);
    const asked = `import { builtServer } from '${copy}'; console.log(await builtServer('${elsewhere.path}'));`;
    const { stdout, stderr } = await run(nodeBinary, ['--input-type=module', '-e', asked]);
    expect({ stdout, stderr }).toEqual({ stdout: 'undefined\n', stderr: '' });
  });
});

describe.runIf(isLinux)('a server that nobody has called', () => {
  let server: IsocenterServer;
  beforeAll(async () => {
    server = await startIsocenter();
  });
  afterAll(() => server.stop());

  const processFile = (name: string): string => readFileSync(`/proc/${server.pid}/${name}`, 'latin1');

  it('runs what was built', () => {
    expect(processFile('cmdline').split('\0')).toContainEqual(
      expect.stringMatching(/isocenter-builds\/\w+\/main\.js$/),
    );
  });

  it('has no native library but the database', () => {
    const libraries = processFile('maps').match(/[^/\s]+\.node$/gm) ?? [];
    expect([...new Set(libraries)]).toEqual([expect.stringMatching(/^(linux-|better_sqlite3)/)]);
  });

  it('says where in the sources an error comes from', async () => {
    const ports = ['--dicom-port', String(await freePort()), '--http-port', String(await freePort())];
    const second = await run(nodeBinary, [mainScript, 'serve', '--data', server.data, ...ports], {
      env: { ISOCENTER_LOG_LEVEL: 'debug' },
    });
    expect(second.stderr).toMatch(/at .*refuseSecondServer \(\/.*\/src\/cli\/verbs\/serve\.ts:\d+:\d+\)/);
  });
});
