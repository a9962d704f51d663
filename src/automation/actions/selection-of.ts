import type { Selector } from '../../archive/index.ts';
import type { Selection } from '../../contract/index.ts';
import type { Subject } from './action.ts';

/** What a rule works on, as the operations of the API take it. */
export const selectionOf = ({ seriesInstanceUids, sopInstanceUids }: Subject): Selection =>
  sopInstanceUids ? { instances: [...sopInstanceUids] } : { series: [...seriesInstanceUids] };

/** The same, as the archive takes it. */
export const selectorOf = ({ studyInstanceUid, seriesInstanceUids, sopInstanceUids }: Subject): Selector => ({
  studyInstanceUids: [studyInstanceUid],
  seriesInstanceUids,
  ...(sopInstanceUids && { sopInstanceUids }),
});
