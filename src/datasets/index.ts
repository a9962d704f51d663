/** Datasets of the Brain Imaging Data Structure (BIDS) as folders: series are converted into them and get their names there. */

export { type ConvertIntoDataset, convertIntoDataset, requireSidecar } from './convert-into-dataset.ts';
export { shortWait } from './dataset-lock.ts';
export { MAPPING_FILE } from './mapping-file.ts';
export { nameInDataset, namesInDataset, type SaidName } from './name-in-dataset.ts';
