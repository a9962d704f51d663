import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { isBelow, realAncestor, realPlace } from './place.ts';

it.each([
  ['/data', '/data', true],
  ['/data/a', '/data', true],
  ['/data/a', '/data/', true],
  ['/database', '/data', false],
  ['/', '/data', false],
  ['/data', '/', true],
  ['/', '/', true],
])('%s is below %s: %s', (path, root, expected) => {
  expect(isBelow(path, root)).toBe(expected);
});

it('goes where links lead, as far as something is there', async () => {
  using directory = new TemporaryDirectory('place');
  const folder = realpathSync(directory.path);
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  symlinkSync('nowhere', join(folder, 'dead'));
  expect(await realPlace(join(folder, 'link/a/b'))).toBe(join(folder, 'real/a/b'));
  expect(await realAncestor(join(folder, 'link/a/b'))).toBe(join(folder, 'real'));
  expect(await realPlace(join(folder, 'dead/a'))).toBe(join(folder, 'dead/a'));
  expect(await realAncestor(join(folder, 'dead/a'))).toBe(folder);
  expect(await realAncestor('/')).toBe('/');
});
