import { type Dataset, type ElementPath, stringsAt, vrOfPath } from '../dicom/index.ts';

/** What stands in a name for an element: all its values, or '' where there is none. */
export function valueForNames(dataset: Dataset, path: ElementPath): string {
  const values = stringsAt(dataset, path);
  // The first representation that there is: alphabetic, ideographic or phonetic. PS3.5 6.2.1.
  if (vrOfPath(path) === 'PN') return values[0]?.split('=').find((group) => group !== '') ?? '';
  return values.join('\\');
}
