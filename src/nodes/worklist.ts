import { IsocenterError } from '../base/index.ts';
import type { KnownNode } from '../contract/index.ts';
import { Dataset, tags } from '../dicom/index.ts';
import type { Dialler } from './dial.ts';
import { DimseQueries } from './dimse-queries.ts';

export interface WorklistDay {
  /** `2026-01-31` */
  readonly day: string;
  readonly modality?: string | undefined;
  /** AE title of the scanner that it is planned for. */
  readonly station?: string | undefined;
}

export interface WorklistPatient {
  readonly id: string;
  /** Whose ID it is (PS3.3 C.2.2, Issuer of Patient ID); empty when the node does not say. */
  readonly issuer: string;
}

/** Entries that a node may answer. */
const MAXIMUM_ENTRIES = 10_000;

/** The patients that a worklist (PS3.4 K.6.1) has on a day, some of them more than once. Throws `node/nonsense`. @param signal ends it */
export async function* worklistPatients(
  dialler: Dialler,
  node: KnownNode,
  { day, modality = '', station = '' }: WorklistDay,
  signal?: AbortSignal,
): AsyncGenerator<WorklistPatient, void, void> {
  const date = day.replaceAll('-', '');
  const step = {
    ...{ ScheduledProcedureStepStartDate: date, ScheduledProcedureStepStartTime: '' },
    ...{ Modality: modality, ScheduledStationAETitle: station },
  };
  await using queries = await DimseQueries.open(dialler, node, 'worklist', signal);
  let entries = 0;
  for await (const entry of queries.ask(
    Dataset.of({
      ...{ PatientID: '', IssuerOfPatientID: '', PatientName: '' },
      ScheduledProcedureStepSequence: [step],
    }),
  )) {
    if (++entries > MAXIMUM_ENTRIES)
      throw new IsocenterError('node/nonsense', {
        name: node.name,
        reason: `more than ${MAXIMUM_ENTRIES} entries of a worklist`,
      });
    const [planned] = entry.items(tags.ScheduledProcedureStepSequence);
    const on = planned?.string(tags.ScheduledProcedureStepStartDate)?.trim();
    // A node that passes over the date answers all that it has.
    if (on !== undefined && on !== date) continue;
    yield { id: entry.string(tags.PatientID) ?? '', issuer: entry.string(tags.IssuerOfPatientID) ?? '' };
  }
}
