import type { Archive } from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { Caller, PriorsDefinition } from '../../../contract/index.ts';
import { tags } from '../../../dicom/index.ts';
import type { Nodes } from '../../../nodes/index.ts';
import { dayAfter } from '../local-time.ts';
import { listedPatients } from './listed-patients.ts';

export interface ListParts {
  readonly archive: Pick<Archive, 'find'>;
  readonly nodes: Pick<Nodes, 'worklist'>;
  readonly caller: Caller;
}

/** Patients of one list. */
const MAXIMUM_PATIENTS = 2_000;

/**
 * IDs of the patients whose list it is on a day. IDs with characters that C-FIND takes for wildcards or for several values
 * (PS3.4 C.2.2.2) would ask for others too and are left out. Throws `schedule/no-list`, `schedule/too-many`, and what the node fails with.
 */
export async function patientsOn(
  parts: ListParts,
  definition: PriorsDefinition,
  day: string,
): Promise<string[]> {
  const found = new Set<string>();
  for await (const id of idsOn(parts, definition, dayAfter(day, definition.daysAhead))) {
    const plain = id.trim();
    if (plain !== '' && plain.length <= 64 && !/[*?\\]/.test(plain)) found.add(plain);
    if (found.size > MAXIMUM_PATIENTS)
      throw new IsocenterError('schedule/too-many', { limit: MAXIMUM_PATIENTS });
  }
  return [...found];
}

async function* idsOn(
  { archive, nodes, caller }: ListParts,
  { worklist, csv, label }: PriorsDefinition,
  day: string,
): AsyncGenerator<string> {
  if (worklist) yield* nodes.worklist(worklist.node, { ...worklist, day });
  if (csv) yield* await listedPatients(csv, day);
  if (label !== undefined) yield* labelledPatients(archive, caller, label);
}

async function* labelledPatients(
  archive: ListParts['archive'],
  { actor, scope }: Caller,
  name: string,
): AsyncGenerator<string> {
  const query = { level: 'study', keys: [], attributes: [tags.PatientID], labels: [{ name }] } as const;
  for await (const page of archive.find(actor, scope, query).pages)
    for (const row of page) yield String(row[0] ?? '');
}
