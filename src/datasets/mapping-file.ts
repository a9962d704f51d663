/** The table of names, below the folder. BIDS leaves the folder `code` to people. */
export const MAPPING_FILE = 'code/isocenter-names.yaml';
