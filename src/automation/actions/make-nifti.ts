import type { ActionDefinition } from '../../contract/index.ts';
import { parseNameTemplate } from '../../naming/index.ts';
import { requireRealTarget, requireTarget } from '../target-folder.ts';
import type { Action } from './action.ts';
import { selectionOf } from './selection-of.ts';

/**
 * Converts the series; what has not changed since is not made again. Throws `automation/target`, `input/invalid` for
 * names that cannot be read. Links in the way of the folder are followed when it is about to be written to.
 */
export function makeNifti(
  nifti: NonNullable<ActionDefinition['nifti']>,
  targetFolders: readonly string[],
): Action {
  if (!('folder' in nifti) || nifti.folder === undefined) {
    return {
      name: 'nifti',
      about: 'keep',
      kind: 'keepNifti',
      input: ({ subject }) => ({ selection: selectionOf(subject), options: nifti.options }),
    };
  }
  const { folder, bids, names, options } = nifti;
  requireTarget(folder, targetFolders);
  parseNameTemplate(names);
  return {
    name: 'nifti',
    about: folder,
    ...(bids ? { dataset: folder } : {}),
    kind: 'exportNifti',
    input: async ({ subject }) => {
      await requireRealTarget(folder, targetFolders);
      return { selection: selectionOf(subject), folder, bids, template: names, options };
    },
  };
}
