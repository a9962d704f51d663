/** The set-up script before any package is there: in a copy of the scripts whose packages are packed here. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run, runOrThrow } from '../support/processes.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
const project = new TemporaryDirectory('install');
const at = (...parts: string[]): string => project.join(...parts);
const environment = {
  npm_config_cache: at('cache'),
  npm_config_offline: 'true',
  npm_lifecycle_event: undefined,
};
const command = () => [at('scripts', 'isocenter.mjs'), 'hello'];

const ownNode = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;
const installScript = `
  const fs = require('node:fs');
  fs.appendFileSync(${JSON.stringify(at('installed'))}, 'once\\n');
  fs.mkdirSync('bin');
  fs.writeFileSync('bin/node', ${JSON.stringify(ownNode)}, { mode: 0o755 });
  setTimeout(() => {}, 1500);`;

/**
 * A package that stands for the pinned Node: its program comes by a script, which takes a while and notes that it ran.
 * Another, for the tests' runner. A third with the sources of an addon, which npm would compile.
 */
beforeAll(async () => {
  for (const folder of ['scripts', 'src/cli', 'packed', 'runner', 'addon'])
    mkdirSync(at(folder), { recursive: true });
  for (const name of readdirSync(scripts).filter((one) => one.endsWith('.mjs')))
    copyFileSync(join(scripts, name), at('scripts', name));
  writeFileSync(at('src/cli/main.ts'), 'console.log(process.argv[2]);');
  const packed = { name: 'node', version: '1.0.0', scripts: { install: 'node install.cjs' } };
  writeFileSync(at('packed/package.json'), JSON.stringify(packed));
  writeFileSync(at('packed/install.cjs'), installScript);
  writeFileSync(at('runner/package.json'), JSON.stringify({ name: 'vitest', version: '1.0.0' }));
  writeFileSync(at('runner/vitest.mjs'), "console.log('tests run');");
  writeFileSync(
    at('addon/package.json'),
    JSON.stringify({ name: 'addon', version: '1.0.0', gypfile: false }),
  );
  writeFileSync(at('addon/binding.gyp'), '{ this cannot be compiled }');
  await runOrThrow('npm', ['pack', './packed', './runner', './addon'], {
    cwd: project.path,
    env: environment,
  });
  const dependencies = { node: 'file:node-1.0.0.tgz', addon: 'file:addon-1.0.0.tgz' };
  const devDependencies = { vitest: 'file:vitest-1.0.0.tgz' };
  const allowScripts = { node: true, addon: false };
  const copy = {
    name: 'copy',
    version: '1.0.0',
    type: 'module',
    dependencies,
    devDependencies,
    allowScripts,
  };
  writeFileSync(at('package.json'), JSON.stringify(copy));
  const lockOnly = ['install', '--package-lock-only', '--no-audit', '--no-fund'];
  await runOrThrow('npm', lockOnly, { cwd: project.path, env: environment });
}, 60_000);
afterAll(() => project.remove());

const installs = (): number =>
  existsSync(at('installed')) ? readFileSync(at('installed'), 'utf8').split('\n').length - 1 : 0;

it('commands started at once install once, and all of them run', { timeout: 120_000 }, async () => {
  const runs = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, command(), { env: environment })),
  );
  for (const { code, stdout, stderr } of runs)
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: 'hello\n' });
  expect(runs.filter(({ stderr }) => /installing the packages it needs/.test(stderr))).toHaveLength(1);
  expect(runs.filter(({ stderr }) => /another command is installing/.test(stderr)).length).toBeGreaterThan(0);
  expect(installs()).toBe(1);
  expect(readdirSync(project.path).filter((name) => name.startsWith('.installing'))).toEqual([]);
});

it('one that was killed while it installed keeps nobody waiting', { timeout: 120_000 }, async () => {
  await runOrThrow('rm', ['-rf', at('node_modules'), at('installed')]);
  const { pid } = spawnSync('true');
  writeFileSync(at('.installing'), `${pid}\n`);
  const { code, stdout } = await run(process.execPath, command(), { env: environment });
  expect({ code, stdout, installs: installs() }).toEqual({ code: 0, stdout: 'hello\n', installs: 1 });
  expect(existsSync(at('.installing'))).toBe(false);
});

it('what only tests need is not there before they run, and comes without a moment in which the rest is gone', {
  timeout: 120_000,
}, async () => {
  expect(existsSync(at('node_modules/vitest'))).toBe(false);
  const before = installs();
  const { code, stdout } = await run(process.execPath, [at('scripts', 'test.mjs')], { env: environment });
  expect({ code, stdout, installs: installs() }).toEqual({
    code: 0,
    stdout: 'tests run\n',
    installs: before,
  });
  const again = await run(process.execPath, command(), { env: environment });
  expect(again).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  expect(existsSync(at('node_modules/vitest'))).toBe(true);
});

it('says what to look at when the packages cannot be had, and starts nothing', {
  timeout: 120_000,
}, async () => {
  await runOrThrow('rm', ['-rf', at('node_modules'), at('cache')]);
  renameSync(at('node-1.0.0.tgz'), at('kept.tgz'));
  const { code, stdout, stderr } = await run(process.execPath, command(), { env: environment });
  renameSync(at('kept.tgz'), at('node-1.0.0.tgz'));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('npm could not install the packages');
  expect(stderr).toContain('Behind a proxy, set HTTPS_PROXY');
});

it('of every locked package with a script to install it is said whether that may run', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(scripts, '..', name), 'utf8'));
  const packages = Object.entries<{ hasInstallScript?: boolean; dev?: boolean }>(
    read('package-lock.json').packages,
  );
  const withScript = packages.filter(([, one]) => one.hasInstallScript && !one.dev);
  const names = withScript.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(names).toContain('node');
  expect(Object.keys(read('package.json').allowScripts)).toEqual(expect.arrayContaining(names));
});
