import type { JsonInstance } from '../../api/dicom-web.ts';

/** What every view of an object is given. */
export interface ObjectProps {
  readonly study: string;
  readonly series: string;
  readonly instance: JsonInstance;
  /** All of the series, this one among them. */
  readonly instances: readonly JsonInstance[];
}
