import type { ElementPath } from '../../dicom/index.ts';

/** What is known of one image when a condition is asked about it. */
export interface Facts {
  /** All values of an element as text; none where it is not there. */
  values(path: ElementPath): readonly string[];
  /** Of its study and its patient. */
  readonly labels: ReadonlySet<string>;
}

export type Predicate = (facts: Facts) => boolean;
