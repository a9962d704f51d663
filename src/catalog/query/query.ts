import type { Tag } from '../../dicom/index.ts';
import type { Level } from '../record/attributes.ts';
import type { QueryKey } from './matcher.ts';

/** A question about one level. */
export interface Query {
  readonly level: Level;
  readonly keys: readonly QueryKey[];
  /** What the answer has, in this order; sequences come whole. */
  readonly attributes: readonly Tag[];
  /** Match names by sound (PS3.4 C.2.2.2.1.1). */
  readonly fuzzy?: boolean;
  /** Take a date range and the time range beside it as one (PS3.4 C.2.2.2.5.4). */
  readonly combinedDateTime?: boolean;
  /** In the order of the ids of the database when absent. Costs a sort of all answers. */
  readonly order?: readonly { readonly tag: Tag; readonly descending: boolean }[];
  readonly limit?: number;
  readonly offset?: number;
}
