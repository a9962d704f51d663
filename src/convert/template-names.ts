import { parseNameTemplate, valueForNames } from '../naming/index.ts';
import type { SeriesFiles } from './series-files.ts';

/**
 * Folders and name of a series, by a template; see naming/template.ts.
 * @throws IsocenterError `input/invalid` for one that cannot be used
 */
export function namesOfTemplate(template: string): (series: SeriesFiles) => readonly string[] {
  const names = parseNameTemplate(template.replace(/\.nii(\.gz)?$/i, ''));
  return ({ header }) => names.render((path) => valueForNames(header, path));
}
