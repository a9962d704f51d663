/** Datasets of the Brain Imaging Data Structure (BIDS) as folders: series are converted into them and get their names there. */
export { type ConvertIntoDataset, convertIntoDataset, requireSidecar } from './convert-into-dataset.ts';
