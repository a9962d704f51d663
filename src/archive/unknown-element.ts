import { IsocenterError } from '../base/index.ts';
import { didYouMean } from '../contract/index.ts';
import { keywords } from '../dicom/index.ts';

/** Of a name that is neither a keyword nor a tag, with the keyword that may have been meant. */
export function unknownElement(name: string): IsocenterError {
  const meant = didYouMean(name, keywords());
  const reason = `${name} is no known element${meant === undefined ? '' : `; did you mean ${meant}?`}`;
  return new IsocenterError('query/bad', { reason });
}
