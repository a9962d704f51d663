/** Earlier studies of the patients who come, from a work list, a table or a label. */
export { findPriors, type PriorsParts } from './find-priors.ts';
export { PassedOver } from './passed-over.ts';
