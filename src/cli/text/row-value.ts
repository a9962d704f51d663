import type { FindRow } from '../../contract/index.ts';

/** A value of a row as DICOM writes it: several with backslashes between them. */
export const rowValue = (value: FindRow[string] | undefined): string => [value ?? ''].flat().join('\\');
