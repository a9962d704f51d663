import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataDirectory } from './index.ts';

let directory: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'isocenter-lock-'));
});

afterEach(() => {
  child?.kill('SIGKILL');
  fs.rmSync(directory, { recursive: true, force: true });
});

async function lockInChild(): Promise<void> {
  const index = new URL('./index.ts', import.meta.url).href;
  const program = `import { lockDataDirectory } from ${JSON.stringify(index)};
    lockDataDirectory(${JSON.stringify(directory)}); gc(); console.log('locked'); setInterval(() => {}, 1000);`;
  child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 2],
  });
  await once(child.stdout!, 'data');
}

it('lets one process in, names it to others, and is free at once after kill -9', async () => {
  await lockInChild();
  expect(() => lockDataDirectory(directory)).toThrow(
    expect.objectContaining({ code: 'store/locked', params: { pid: child?.pid, path: directory } }),
  );
  child?.kill('SIGKILL');
  await once(child!, 'exit');
  lockDataDirectory(directory).release();
});

it('lets the same process in once', () => {
  const lock = lockDataDirectory(directory);
  expect(() => lockDataDirectory(directory)).toThrow(expect.objectContaining({ code: 'store/locked' }));
  lock.release();
  lock.release();
  lockDataDirectory(directory).release();
});
