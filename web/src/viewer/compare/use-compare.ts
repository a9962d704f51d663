/** Another study of the same person, put beside the one that is read. */
import { useQueryClient } from '@tanstack/react-query';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { useFailed } from '../../components/use-failed.ts';
import { seriesFor } from '../series-query.ts';
import type { WorkspaceInAddress } from '../workspace/use-workspace.ts';
import { withBeside } from '../workspace/workspace.ts';
import { type Prior, seriesLike } from './priors.ts';
import { usePriors } from './use-priors.ts';

/** Offered; who has more finds the others on the page of the person. */
const OFFERED = 20;

export interface CompareTerms {
  readonly study: string;
  readonly rows: readonly FindRow[];
  readonly place: WorkspaceInAddress;
  /** Series Instance UID of what is looked at. */
  readonly current: string | undefined;
}

export function useCompare({ study, rows, place, current }: CompareTerms) {
  const client = useQueryClient();
  const failed = useFailed();
  const open = async ({ study: { studyInstanceUid } }: Prior) => {
    const others = await client.fetchQuery(seriesFor(studyInstanceUid));
    const row = rows.find((each) => textOf(each, 'SeriesInstanceUID') === current);
    const pane = seriesLike(row, others.rows);
    if (pane) place.step((before) => withBeside(before, { ...pane, study: studyInstanceUid }));
  };
  return {
    priors: usePriors(study).slice(0, OFFERED),
    compare: (prior: Prior) => void open(prior).catch(failed),
  };
}
