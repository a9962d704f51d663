import { basename } from 'node:path';
import type { NamedInDataset } from '../contract/index.ts';
import { DatasetFolder } from './dataset-folder.ts';
import { type LockWait, shortWait, withDatasetLock } from './dataset-lock.ts';
import { MAPPING_FILE } from './mapping-file.ts';

/** How series are called in a dataset; none of one that is not there yet. @throws IsocenterError `dataset/mapping` */
export async function namesInDataset(path: string): Promise<NamedInDataset[]> {
  const { rowsIn } = await import('./arrange.ts');
  await using folder = await DatasetFolder.at(path);
  return await rowsIn(folder);
}

/** What somebody says of series; null: what is guessed. */
export type SaidName = Pick<NamedInDataset, 'protocol' | 'description' | 'is'>;

/**
 * Writes into the table of a dataset what series are called, and calls them so at once.
 * @throws IsocenterError `bids/*` for what is no name of BIDS: nothing is changed then; `dataset/mapping`, and what dataset-lock.ts throws
 */
export async function nameInDataset(
  path: string,
  names: readonly SaidName[],
  { signal }: Pick<LockWait, 'signal'>,
): Promise<NamedInDataset[]> {
  const [{ arrangeDataset, mappingIn, rowsIn }, { withSaid }] = await Promise.all([
    import('./arrange.ts'),
    import('./mapping.ts'),
  ]);
  await using folder = await DatasetFolder.at(path);
  const name = async () => {
    const { text } = await mappingIn(folder);
    await folder.write(MAPPING_FILE, withSaid(text, names));
    await arrangeDataset(folder, basename(path));
    return await rowsIn(folder);
  };
  return await withDatasetLock(folder, name, { signal, times: shortWait });
}
