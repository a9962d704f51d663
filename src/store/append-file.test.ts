import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { AppendFile } from './append-file.ts';

const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join('');

it.each([
  ['part of a line', 'line 10'],
  ['zeros, as some file systems leave', '\0'.repeat(4096)],
  ['more of them than are looked at first', '\0'.repeat(5 * 1024 * 1024)],
])('cuts off what a power cut left behind the last line, and nothing else: %s', async (_, torn) => {
  using directory = new TemporaryDirectory();
  const path = directory.join('lines');
  writeFileSync(path, lines + torn);
  const file = await AppendFile.open(path, 'lines', 0o600);
  expect(file.lastLine).toBe('line 999');
  await file.append('line 1000\n');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe(`${lines}line 1000\n`);
});

it('finds a last line that is longer than what is looked at first', async () => {
  using directory = new TemporaryDirectory();
  const path = directory.join('lines');
  const long = 'x'.repeat(3 * 1024 * 1024);
  writeFileSync(path, `first\n${long}\n`);
  const file = await AppendFile.open(path, 'lines', 0o600);
  file.close();
  expect(file.lastLine).toBe(long);
});

it('has no last line when there is none', async () => {
  using directory = new TemporaryDirectory();
  const path = directory.join('lines');
  const file = await AppendFile.open(path, 'lines', 0o600);
  expect(file.lastLine).toBeUndefined();
  file.close();
  appendFileSync(path, 'torn');
  const again = await AppendFile.open(path, 'lines', 0o600);
  expect(again.lastLine).toBeUndefined();
  again.close();
  expect(statSync(path).size).toBe(0);
});
