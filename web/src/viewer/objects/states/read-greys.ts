/** Loaded for states with tables: what reads data sets is large. */
import { readPresentationTable, readTransforms } from '../../../../../src/pixels/index.ts';
import type { JsonInstance } from '../../../api/dicom-web.ts';
import { readWithTables } from '../../engine/greys/with-tables.ts';
import type { StateGreys } from './state-curve.ts';

/** Undefined where a table is wrong. @param elements flat @param instance path of the state */
export const readGreys = (elements: JsonInstance, instance: string): Promise<StateGreys | undefined> =>
  readWithTables(elements, instance, (dataset) => ({
    ...readTransforms(dataset, 0),
    presentation: readPresentationTable(dataset),
  }));
