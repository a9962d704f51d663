import type { Tag } from '../../dicom/index.ts';
import type { Level } from '../record/attributes.ts';
import type { QueryKey } from './matcher.ts';
import type { ParameterCondition } from './parameter-predicate.ts';
import type { ShownParameter } from './shown-parameters.ts';
import type { LabelCondition } from './study-predicates.ts';

/** A question about one level. */
export interface Query {
  readonly level: Level;
  readonly keys: readonly QueryKey[];
  /** What series have to have, see parameters.ts; of studies and patients, one of their series. */
  readonly parameters?: readonly ParameterCondition[];
  /** Of studies alone: keys of series, each of which one of theirs has to fit. */
  readonly seriesKeys?: readonly QueryKey[];
  /** Of studies alone: labels that they, or their patients, have to have. */
  readonly labels?: readonly LabelCondition[];
  /** Of studies alone: their first image came then or before, ISO 8601. */
  readonly arrivedBy?: string;
  /** What the answer has, in this order; sequences come whole. */
  readonly attributes: readonly Tag[];
  /** What of the attributes is none of series, but one of their parameters. Of queries for series only. */
  readonly shownParameters?: readonly ShownParameter[];
  /** Match names by sound (PS3.4 C.2.2.2.1.1). */
  readonly fuzzy?: boolean;
  /** Take a date range and the time range beside it as one (PS3.4 C.2.2.2.5.4). */
  readonly combinedDateTime?: boolean;
  /**
   * Text that people type matches without case and accents, as they mean it. Never for C-FIND: PS3.4 C.2.2.2.1 lets
   * only names be matched so.
   */
  readonly ignoreCase?: boolean;
  /** See order.ts. Without it, rows come in the order in which they are found fastest. */
  readonly order?: QueryOrder;
  /** Begin behind the last row of a page: its `next`. Of the same query only. */
  readonly after?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/** By these attributes, then by arrival; nothing comes before something. */
export interface AttributeOrder {
  readonly tags: readonly Tag[];
  readonly descending: boolean;
}

/** Of studies alone: by when the first image came, whatever dates the study says. */
export interface ArrivalOrder {
  readonly by: 'arrival';
  readonly descending: boolean;
}

export type QueryOrder = AttributeOrder | ArrivalOrder;
