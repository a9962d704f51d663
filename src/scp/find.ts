import type { Audit } from '../access/index.ts';
import type { Archive } from '../archive/index.ts';
import { type AnswerColumn, parseQuery } from '../archive/index.ts';
import { tags } from '../dicom/index.ts';
import type { FindBatch, FindRequest, StatusAnswer } from '../dimse/index.ts';
import { type AnswerElement, AnswerEncoder } from './answer-encoder.ts';
import { noteRequest } from './audit.ts';
import { type Identifier, levelName, readIdentifier } from './identifier.ts';
import { requireRight, type Session } from './session.ts';

/** C-FIND (PS3.4 C.4.1): rows of the catalog, encoded page by page. */
export async function* answerFind(
  archive: Archive,
  audit: Audit,
  request: FindRequest<Session>,
  bytes: Uint8Array,
): AsyncGenerator<FindBatch, StatusAnswer | undefined, void> {
  const { actor, scope } = requireRight(request.association, 'find');
  const identifier = readIdentifier(request, bytes);
  const query = parseQuery(identifier.dataset, identifier.level, {
    root: identifier.model.root,
    relational: request.queryOptions.relationalQueries,
    fuzzy: request.queryOptions.fuzzyPersonNames,
    combinedDateTime: request.queryOptions.combinedDateTimeMatching,
  });
  const studies = identifier.dataset.strings(tags.StudyInstanceUID).filter((uid) => /^[0-9.]+$/.test(uid));
  noteRequest(audit, request.association, 'C-FIND', 'find', studies);
  const { columns, pages } = archive.find(actor, scope, query);
  const elements = answerElements(columns, identifier, request.association.calledAeTitle);
  const encoder = new AnswerEncoder(elements, request.transferSyntaxUid);
  // 0xFF01: some optional key was not supported, so it selected everything (PS3.4 C.4.1.1.4).
  const warning = columns.some(({ known }) => !known);
  for await (const page of pages) {
    const matches = page.map((row) => encoder.encode(row));
    yield warning ? { warning, matches } : matches;
    if (request.signal.aborted) return undefined;
  }
  return undefined;
}

/** What was asked for, with the level echoed and the title to retrieve from. PS3.4 C.4.1.1.3.2. */
function answerElements(
  columns: readonly AnswerColumn[],
  { level }: Identifier,
  aeTitle: string,
): AnswerElement[] {
  const fixed: AnswerElement[] = [
    { tag: tags.QueryRetrieveLevel, vr: 'CS', value: levelName(level) },
    { tag: tags.RetrieveAETitle, vr: 'AE', value: aeTitle },
  ];
  return [...columns, ...fixed].sort((a, b) => a.tag - b.tag);
}
