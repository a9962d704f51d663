import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { diskError, isFull } from './disk-error.ts';

const failed = (code: string, errno = -1): Error =>
  Object.assign(new Error(`${code}: /patients/Meier`), { code, errno, syscall: 'write' });
const quota = failed(`Unknown system error -${constants.errno.EDQUOT}`, -constants.errno.EDQUOT);

it.each([
  ['a full disk', failed('ENOSPC', -28), true],
  ['a quota, for which libuv has no name', quota, true],
  ['a file that is too large for the disk', failed('EFBIG', -27), true],
  ['a disk that fails', failed('EIO', -5), false],
  ['anything else', new Error('no'), false],
  ['nothing', undefined, false],
])('tells %s', (_, error, expected) => {
  expect(isFull(error)).toBe(expected);
  expect(diskError(error, 'the folder').code === 'store/full').toBe(expected);
});

it('says what failed without the path', () => {
  const { code, message } = diskError(failed('EIO', -5), 'the folder');
  expect({ code, message }).toEqual({
    code: 'store/io',
    message: 'The disk that holds the folder failed: EIO on write.',
  });
});
