import { readdir, readFile, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { type Mount, mountOf, parseFstab, parseMountInfo } from './mount-table.ts';
import { isBelow, realAncestor, realPlace } from './place.ts';

/**
 * Asks that the disk of a folder is there: a NAS that is not leaves an empty folder of the same name, and what is written into that
 * is found by nobody. What a person made or put in its place by hand is meant.
 * @param folder absolute; it need not be there
 * @param known file systems that folders were on before; those of /etc/fstab are known anyway
 * @returns what the folder is on, undefined where the system does not tell
 * @throws IsocenterError `store/not-mounted`
 */
export async function requireMounted(
  folder: string,
  known: readonly Mount[] = [],
): Promise<Mount | undefined> {
  // Looking for it lets an automounter bring it.
  const path = await realAncestor(resolve(folder));
  // What is there of it may end above the place of a disk: sticks take theirs with them.
  const place = await realPlace(resolve(folder));
  const is = mountOf(path, parseMountInfo(await textOf('/proc/self/mountinfo')));
  if (!is || is.kind === AUTOMOUNTER) return undefined;
  const expected = [...parseFstab(await textOf('/etc/fstab')), ...known];
  const away =
    expected.find(({ point }) => isBelow(place, point) && !isBelow(is.point, point)) ??
    known.find(({ point, kind }) => is.point === point && isOfTheNetwork(kind) && !isOfTheNetwork(is.kind));
  if (away && !(await isMeant(folder, path, away)))
    throw new IsocenterError('store/not-mounted', { folder, point: away.point });
  return is;
}

const AUTOMOUNTER = 'autofs';

/** Containers are given the empty folder of a NAS that is not there as a mount of the local disk. Other sticks in one place are no matter. */
const isOfTheNetwork = (kind: string): boolean => /^(nfs|cifs|smb|ceph|glusterfs|fuse|9p|afs)/.test(kind);

/** Whether it is there and more than what a disk leaves behind. @param path what is there of it */
async function isMeant(folder: string, path: string, { point }: Mount): Promise<boolean> {
  const isThere = (await realpath(folder).catch(() => undefined)) === path;
  return isThere && (path !== point || (await holdsSomething(path)));
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

const holdsSomething = async (folder: string): Promise<boolean> =>
  await readdir(folder).then(
    (names) => names.length > 0,
    () => false,
  );
