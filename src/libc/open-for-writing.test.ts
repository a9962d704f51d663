import { closeSync, openSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { isOpenForWriting } from './index.ts';

const directory = new TemporaryDirectory('open-for-writing');
afterAll(() => directory.remove());

it.skipIf(process.platform !== 'linux')(
  'a file is known to be written into, and opening it meanwhile ends nothing',
  () => {
    const file = directory.join('image.dcm');
    writeFileSync(file, 'x');
    const writer = openSync(file, 'a');
    const reader = openSync(file, 'r');
    expect(isOpenForWriting(reader)).toBe(true);
    closeSync(writer);
    expect(isOpenForWriting(reader)).toBe(false);
    closeSync(openSync(file, 'a'));
    expect(isOpenForWriting(reader)).toBe(false);
    closeSync(reader);
  },
);
