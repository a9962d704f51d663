import type { Audit } from '../access/index.ts';
import {
  type Archive,
  type InstanceSelector,
  levels,
  READ_AHEAD,
  type StoredInstance,
  uniqueKeys,
} from '../archive/index.ts';
import { asIsocenterError, IsocenterError, readAhead } from '../base/index.ts';
import type { Level } from '../contract/index.ts';
import type { Tag } from '../dicom/index.ts';
import type {
  GetItem,
  GetRequest,
  MoveRequest,
  RetrieveRequest,
  SubOperationResult,
  SubOperations,
} from '../dimse/index.ts';
import type { Nodes } from '../nodes/index.ts';
import { noteRequest } from './audit.ts';
import { type Identifier, readIdentifier } from './identifier.ts';
import { requireRight, type Session } from './session.ts';

/** C-GET (PS3.4 C.4.3): instances go back on the association that asked. */
export async function answerGet(
  archive: Archive,
  audit: Audit,
  request: GetRequest<Session>,
  bytes: Uint8Array,
): Promise<SubOperations<GetItem>> {
  const { actor, scope, studies, count, pages } = await selected(archive, request, bytes);
  noteRequest(audit, request.association, 'C-GET', 'download', studies);
  const item = async (instance: StoredInstance): Promise<GetItem> => {
    const { sopClassUid, sopInstanceUid } = instance;
    try {
      const accepted = request.acceptedTransferSyntaxes(sopClassUid);
      const delivery = await archive.deliver(actor, scope, instance, accepted);
      return { sopClassUid, sopInstanceUid, ...delivery };
    } catch (error) {
      return failedItem(sopInstanceUid, error);
    }
  };
  return { count, items: readAhead(instancesOf(pages), READ_AHEAD, item) };
}

async function* instancesOf(pages: AsyncIterable<readonly StoredInstance[]>) {
  for await (const page of pages) yield* page;
}

/** C-MOVE (PS3.4 C.4.2): instances go to a registered node, and nowhere else. */
export async function answerMove(
  archive: Archive,
  audit: Audit,
  nodes: Nodes,
  request: MoveRequest<Session>,
  bytes: Uint8Array,
): Promise<SubOperations<SubOperationResult>> {
  const { actor, scope, studies, count, pages } = await selected(archive, request, bytes);
  const destination = nodes.destination(request.moveDestination);
  noteRequest(audit, request.association, 'C-MOVE', 'send', studies);
  const { association, messageId, signal } = request;
  const originator = { aeTitle: association.callingAeTitle, messageId };
  return { count, items: nodes.send(actor, scope, destination, pages, { signal, originator }) };
}

async function selected(archive: Archive, request: RetrieveRequest<Session>, bytes: Uint8Array) {
  const { actor, scope } = requireRight(request.association, 'retrieve');
  const selector = selectorOf(readIdentifier(request, bytes), request.queryOptions.relationalQueries);
  const count = await archive.count(actor, scope, [selector]);
  const pages = archive.views.noting(archive.select(actor, scope, [selector]));
  return { actor, scope, studies: selector.studyInstanceUids ?? [], count, pages };
}

/**
 * The unique keys of an identifier (PS3.4 C.4.2.1.4); all of them have to fit. Without relational retrieval the levels
 * above have to be named, which also keeps a stray request from fetching everything.
 */
export function selectorOf({ dataset, level, model }: Identifier, relational: boolean): InstanceSelector {
  const values = (tag: Tag) => dataset.strings(tag).filter((value) => value !== '');
  const first = levels.indexOf(model.root);
  const upTo = levels.slice(relational ? levels.indexOf(level) : first, levels.indexOf(level) + 1);
  for (const each of upTo) {
    if (values(uniqueKeys[each]).length > 0) continue;
    throw new IsocenterError('query/bad', { reason: `the unique key of the ${each} level is missing` });
  }
  const named = (each: Level) =>
    levels.indexOf(each) <= levels.indexOf(level) ? values(uniqueKeys[each]) : [];
  const [patients, studies, series, instances] = levels.map(named);
  return {
    ...(model.root === 'patient' && patients!.length > 0 ? { patientIds: patients! } : {}),
    ...(studies!.length > 0 ? { studyInstanceUids: studies! } : {}),
    ...(series!.length > 0 ? { seriesInstanceUids: series! } : {}),
    ...(instances!.length > 0 ? { sopInstanceUids: instances! } : {}),
  };
}

function failedItem(sopInstanceUid: string, error: unknown): SubOperationResult {
  return { outcome: 'failed', sopInstanceUid, errorComment: asIsocenterError(error).message };
}
