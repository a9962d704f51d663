import type { ListedFile } from '../../../../../src/contract/index.ts';

/** As people call it: without the end of its name that says what it is. */
export const titleOf = ({ name }: Pick<ListedFile, 'name'>): string =>
  name.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, '');

/** A title as the name of a file, with the end that the name had. */
export const nameOf = (title: string, { name }: Pick<ListedFile, 'name'>): string =>
  title + (/(?<=.)\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? '');
