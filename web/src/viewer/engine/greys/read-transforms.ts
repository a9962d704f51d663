/** Loaded for images that have tables: what reads data sets is large. */
import { readTransforms, type Transforms } from '../../../../../src/pixels/index.ts';
import type { JsonInstance } from '../../../api/dicom-web.ts';
import { readWithTables } from './with-tables.ts';

/**
 * Undefined where a table is wrong. Failures on the way there are `IsocenterError`s.
 * @param elements of one frame @param instance its path
 */
export const transformsIn = (elements: JsonInstance, instance: string): Promise<Transforms | undefined> =>
  readWithTables(elements, instance, (dataset) => readTransforms(dataset, 0));
