import { statement, type Work } from '../catalog/index.ts';
import { type Mount, requireMounted } from '../disks/index.ts';
import { openExportFolder } from './export-room.ts';
import type { ArchiveParts } from './parts.ts';

/**
 * Opens a folder of this machine that something is to be written to, and remembers which file system it is on: another time nothing is
 * made where a NAS should be. See export-room.ts.
 * @returns its path without links @throws IsocenterError `input/invalid`, `store/not-mounted`, `store/full`, `store/io`
 */
export async function openExportTarget(
  { catalog: { engine }, store }: Pick<ArchiveParts, 'catalog' | 'store'>,
  folder: string,
): Promise<string> {
  const known = await engine.read(() => knownMounts());
  const mount = await requireMounted(folder, known);
  const path = await openExportFolder(folder, store.directory.root);
  if (
    mount &&
    mount.point !== '/' &&
    !known.some((one) => one.point === mount.point && one.kind === mount.kind)
  )
    await engine.write(() => rememberMount(mount));
  return path;
}

function* knownMounts(): Work<readonly Mount[]> {
  const rows = yield* statement('SELECT point, kind FROM known_mount', []);
  return rows as readonly Mount[];
}

function* rememberMount({ point, kind }: Mount): Work<void> {
  yield* statement(
    'INSERT INTO known_mount (point, kind) VALUES (?, ?) ON CONFLICT (point) DO UPDATE SET kind = excluded.kind',
    [point, kind],
  );
}
