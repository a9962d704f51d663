import { type Dataset, tagOf } from '../dicom/index.ts';
import { numberedFileId } from '../media/index.ts';
import type { WantedName } from './export-tree.ts';
import { parseNameTemplate } from './name-template.ts';

/** Names the nth instance of an export, from 0, by what its header says. */
export type Naming = (dataset: Dataset, index: number) => WantedName;

/** Names as people want them. @throws IsocenterError input/invalid for a template that cannot be used */
export function templateNaming(template: string): Naming {
  const names = parseNameTemplate(template);
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(template)?.[0] ?? '';
  return (dataset) => {
    const folders = names.render((keyword) => textOf(dataset, keyword)).split('/');
    const name = folders.pop()!;
    return { folders, stem: name.slice(0, name.length - extension.length), extension };
  };
}

/** File IDs as all readers of discs understand them. PS3.10 8.2. */
export const mediaNaming: Naming = (_dataset, index) => {
  const folders = numberedFileId(index);
  return { folders, stem: folders.pop()!, extension: '' };
};

function textOf(dataset: Dataset, keyword: string): string {
  const tag = tagOf(keyword);
  const element = tag === undefined ? undefined : dataset.get(tag);
  if (tag === undefined || !element || element.vr.kind === 'sequence') return '';
  const values = dataset.strings(tag);
  // The first representation that there is: alphabetic, ideographic or phonetic. PS3.5 6.2.1.
  if (element.vr.code === 'PN') return values[0]?.split('=').find((group) => group !== '') ?? '';
  return values.join('\\');
}
