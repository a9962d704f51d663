import type { Dataset } from '../dicom/index.ts';
import { numberedFileId } from '../media/index.ts';
import { parseNameTemplate, valueForNames } from '../naming/index.ts';
import type { WantedName } from './export-tree.ts';

/** Names the nth instance of an export, from 0, by what its header says. */
export type Naming = (dataset: Dataset, index: number) => WantedName;

/** Names as people want them. @throws IsocenterError input/invalid for a template that cannot be used */
export function templateNaming(template: string): Naming {
  const names = parseNameTemplate(template);
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(template)?.[0] ?? '';
  return (dataset) => {
    const folders = names.render((path) => valueForNames(dataset, path));
    const name = folders.pop()!;
    return { folders, stem: name.slice(0, name.length - extension.length), extension };
  };
}

/** File IDs as all readers of discs understand them. PS3.10 8.2. */
export const mediaNaming: Naming = (_dataset, index) => {
  const folders = numberedFileId(index);
  return { folders, stem: folders.pop()!, extension: '' };
};
