/** QIDO-RS (PS3.18 10.6). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Archive, Query } from '../../../archive/index.ts';
import type { Caller } from '../../../contract/index.ts';
import type { JsonDataset } from '../../../dicom/index.ts';
import { variesBy } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { sendXmlParts, xmlParts } from '../native-xml.ts';
import { chooseForm, single } from '../negotiate.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { sendText } from '../text-answer.ts';
import { DICOM_JSON, JSON_TEXT } from '../type-names.ts';
import { defaultAttributes, type SearchLevel } from './attributes.ts';
import { parseSearch, type Search, type SearchParameters } from './parse-search.ts';
import { RowJson, type RowJsonOptions } from './row-json.ts';

/** Counted exactly up to here. */
const EXACT_COUNT = 10_000;
/** Answers that are taken in one piece; longer lists are written as they are found. */
const AT_ONCE = 1_000;

const forms = [single(DICOM_JSON), single(JSON_TEXT), xmlParts] as const;

/** Answers a search at one level. */
export function search(archive: Archive, level: SearchLevel) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { form } = chooseForm(request, forms);
    const caller = callerOf(request);
    const asked = parseSearch(archive, level, targetOf(request), request.query as SearchParameters);
    const always = new Set([...defaultAttributes(level, []), ...asked.query.keys.map(({ tag }) => tag)]);
    const options = { level, serviceRoot: serviceRoot(request), always, isXml: form === xmlParts };
    reply.header('content-type', form.type).header('cache-control', 'private, no-cache');
    variesBy(reply, 'accept');
    for (const warning of asked.warnings) warn(reply, warning);
    if (asked.limit !== undefined && asked.limit <= AT_ONCE)
      return answerPage(archive, caller, asked, options, reply);
    return answerAll(archive, caller, asked, options, reply);
  };
}

type Options = RowJsonOptions & { readonly isXml: boolean };

async function answerPage(
  archive: Archive,
  { actor, scope }: Caller,
  { query, limit = AT_ONCE, offset }: Search,
  options: Options,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { columns, rows, next } = await archive.findPage(actor, scope, { ...query, limit, offset });
  // A page without room tells nothing of what there is.
  const isWhole = limit > 0 && next === undefined && (rows.length > 0 || offset === 0);
  const total = isWhole ? offset + rows.length : await count(archive, { actor, scope }, query);
  tellTotal(reply, total, offset + rows.length);
  if (rows.length === 0) return reply.code(204).removeHeader('content-type').send();
  const writer = new RowJson(columns, options);
  if (options.isXml) {
    await sendXmlParts(reply, modelsOf([rows], writer));
    return reply;
  }
  // As bytes: of JSON text, Fastify would say the character set, which this media type does not have.
  return reply.send(Buffer.from(`[${rows.map((row) => writer.write(row)).join(',')}]`));
}

async function answerAll(
  archive: Archive,
  { actor, scope }: Caller,
  { query, limit, offset }: Search,
  options: Options,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const total = await count(archive, { actor, scope }, query);
  tellTotal(reply, total, limit === undefined ? Number.POSITIVE_INFINITY : offset + limit);
  if (total <= offset && total <= EXACT_COUNT) return reply.code(204).removeHeader('content-type').send();
  const { columns, pages } = archive.find(actor, scope, {
    ...query,
    offset,
    ...(limit !== undefined && { limit }),
  });
  const writer = new RowJson(columns, options);
  if (options.isXml) await sendXmlParts(reply, modelsOf(pages, writer));
  else await sendText(reply, textOf(pages, writer));
  return reply;
}

type Rows = readonly Parameters<RowJson['write']>[0][];

async function* textOf(pages: AsyncIterable<Rows>, writer: RowJson): AsyncGenerator<string> {
  let separator = '[';
  for await (const rows of pages) {
    yield `${separator}${rows.map((row) => writer.write(row)).join(',')}`;
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

async function* modelsOf(pages: Iterable<Rows> | AsyncIterable<Rows>, writer: RowJson) {
  for await (const rows of pages) for (const row of rows) yield JSON.parse(writer.write(row)) as JsonDataset;
}

const count = (archive: Archive, { actor, scope }: Pick<Caller, 'actor' | 'scope'>, query: Query) =>
  archive.countFound(actor, scope, query, EXACT_COUNT + 1);

/** How many there are, and a warning when they did not all come (PS3.18 8.3.4.4). */
function tellTotal(reply: FastifyReply, total: number, sent: number): void {
  const isExact = total <= EXACT_COUNT;
  reply.header('x-total-count', isExact ? String(total) : `${EXACT_COUNT}+`);
  if (sent >= total) return;
  const remaining = isExact ? `${total - sent}` : `more than ${Math.max(0, EXACT_COUNT - sent)}`;
  warn(reply, `There are ${remaining} additional results that can be requested`);
}

function warn(reply: FastifyReply, text: string): void {
  const said = reply.getHeader('warning');
  const warning = `299 isocenter "${text.replaceAll('"', "'")}"`;
  reply.header('warning', said === undefined ? warning : `${String(said)}, ${warning}`);
}
