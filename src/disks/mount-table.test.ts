import { expect, it } from 'vitest';
import { mountOf, parseFstab, parseMountInfo } from './mount-table.ts';

it('reads what is mounted, with names that have spaces, and finds the file system of a path', () => {
  const mounted = parseMountInfo(
    [
      '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
      '40 22 0:44 / /mnt/nas\\040two rw shared:7 master:2 - nfs4 nas:/export rw',
      '41 40 0:45 / /mnt/nas\\040two/deep rw - cifs //nas/deep rw',
      '42 22 0:46 /inner /mnt/n rw - ext4 /dev/sdb1 rw',
      '43 22 0:47 / /mnt/n rw - xfs /dev/sdc1 rw',
      'no mount at all',
      '',
    ].join('\n'),
  );
  expect(mounted).toHaveLength(5);
  const kindAt = (path: string) => mountOf(path, mounted)?.kind;
  expect(kindAt('/mnt')).toBe('ext4');
  expect(kindAt('/mnt/nas two/lab')).toBe('nfs4');
  expect(kindAt('/mnt/nas two/deep')).toBe('cifs');
  // What was mounted last lies on top, and a name that only begins alike is another one.
  expect(kindAt('/mnt/n/x')).toBe('xfs');
  expect(kindAt('/mnt/nas')).toBe('ext4');
  expect(mountOf('/mnt', [])).toBeUndefined();
});

it('reads what is to be mounted', () => {
  const text = [
    '# a comment',
    '  #another /mnt/no ext4',
    'UUID=1 / ext4 defaults 0 1',
    'nas:/export\t/mnt/nas\\040two/  nfs4 noauto,x-systemd.automount 0 0',
    'UUID=2 none swap sw 0 0',
    'tooshort /mnt/short',
    '',
  ].join('\n');
  expect(parseFstab(text)).toEqual([
    { point: '/', kind: 'ext4' },
    { point: '/mnt/nas two', kind: 'nfs4' },
  ]);
});
