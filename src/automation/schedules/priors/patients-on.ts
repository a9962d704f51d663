import type { Archive } from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { Caller, PriorsDefinition } from '../../../contract/index.ts';
import { tags } from '../../../dicom/index.ts';
import type { Nodes } from '../../../nodes/index.ts';
import { dayAfter } from '../local-time.ts';
import { type ListedPatient, listedPatients } from './listed-patients.ts';
import type { PassedOver } from './passed-over.ts';

export interface ListParts {
  readonly archive: Pick<Archive, 'find'>;
  readonly nodes: Pick<Nodes, 'worklist'>;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly passedOver: PassedOver;
}

/** Patients of one list. */
const MAXIMUM_PATIENTS = 2_000;

/**
 * The patients whose list it is on a day. IDs with characters that C-FIND takes for wildcards or for several values
 * (PS3.4 C.2.2.2) would ask for others too and are left out;
 * so are those behind the limit, which is said. Throws `schedule/no-list`, and what the node fails with.
 */
export async function patientsOn(
  parts: ListParts,
  definition: PriorsDefinition,
  listRoot: string | undefined,
  day: string,
): Promise<ListedPatient[]> {
  const found = new Map<string, ListedPatient>();
  for await (const one of patientsOf(parts, definition, listRoot, dayAfter(day, definition.daysAhead))) {
    parts.signal.throwIfAborted();
    const [id, issuer] = [one.id.trim(), one.issuer.trim()];
    if (id === '' || id.length > 64 || /[*?\\]/.test(id)) continue;
    const key = `${id}\\${issuer}`;
    if (found.size === MAXIMUM_PATIENTS && !found.has(key)) {
      parts.passedOver.leaveOut(new IsocenterError('schedule/long-list', { limit: MAXIMUM_PATIENTS }));
      break;
    }
    found.set(key, { id, issuer });
  }
  return [...found.values()];
}

async function* patientsOf(
  { archive, nodes, caller, signal }: ListParts,
  { worklist, csv, label }: PriorsDefinition,
  listRoot: string | undefined,
  day: string,
): AsyncGenerator<ListedPatient> {
  if (worklist) yield* nodes.worklist(worklist.node, { ...worklist, day }, signal);
  if (csv) yield* await listedPatients(csv, listRoot, day);
  if (label !== undefined) yield* labelledPatients(archive, caller, label);
}

async function* labelledPatients(
  archive: ListParts['archive'],
  { actor, scope }: Caller,
  name: string,
): AsyncGenerator<ListedPatient> {
  const attributes = [tags.PatientID, tags.IssuerOfPatientID];
  const query = { level: 'study', keys: [], attributes, labels: [{ name }] } as const;
  for await (const page of archive.find(actor, scope, query).pages)
    for (const [id, issuer] of page) yield { id: String(id ?? ''), issuer: String(issuer ?? '') };
}
