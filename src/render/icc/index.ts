/** What colours mean: ICC profiles of the data set, of pictures, and from one to the other. */
export { converted } from './convert.ts';
export { srgbProfile, withProfile } from './embedding.ts';
export { type OutputSpace, outputProfile, outputSpaces } from './output-profiles.ts';
