/** QIDO-RS as a client (PS3.18 10.6): page by page, until there is nothing new. */
import { asIsocenterError } from '../../base/index.ts';
import { Dataset, type Tag, tags } from '../../dicom/index.ts';
import { askService } from './ask.ts';
import { acceptJson, callService, type WebAnswer, type WebParts } from './call.ts';
import { answerOf, rowsOf } from './search-answer.ts';
import { resourceOf, type SearchedResource, type SearchLevel, searchPath } from './search-path.ts';
import type { WebNode } from './service.ts';
import { nonsenseOf, refusedBy, requireService } from './statuses.ts';

const searchLimits = {
  /** Results that one request asks for. */
  page: 1_000,
  /** And where that is refused: some services have a maximum and answer 400 beyond it. */
  smallPage: 100,
  /** Results of one search. */
  results: 500_000,
  /** Requests of one search: services have limits of their own, and give less than they are asked for. */
  pages: 5_000,
} as const;

const uidOf = {
  study: tags.StudyInstanceUID,
  series: tags.SeriesInstanceUID,
  instance: tags.SOPInstanceUID,
} as const;

/**
 * What a node has that fits. A short page does not mean that it was the last one, since services give as many as they like: the
 * end is a page with nothing new. Throws `dicomweb/*`, `net/*`, `cancelled`; `dicomweb/nonsense` also where results are left
 * that cannot be had, so that nobody takes a part for the whole.
 */
export async function* searchByWeb(
  parts: WebParts,
  node: WebNode,
  level: SearchLevel,
  keys: Dataset,
  signal?: AbortSignal,
): AsyncGenerator<Dataset, void, void> {
  const search = { parts, node, resource: resourceOf(level, keys), signal };
  const asked = new Set([...keys].map(({ tag }) => tag).concat(uidOf[level]));
  const known = new KnownResults();
  let limit: number = searchLimits.page;
  let offset = 0;
  let before: ShownOfNext = { isFull: false, isMoreSaid: false };
  for (let page = 0; page < searchLimits.pages; page++) {
    const answer = await askUnlessTooLarge(search, searchPath(level, keys, { limit, offset }));
    if ((!answer || answer.status === 400) && limit !== searchLimits.smallPage) {
      limit = searchLimits.smallPage;
      continue;
    }
    if (!answer) throw nonsenseOf(node, `more than can be read, for ${limit} results`);
    const isNone = await isNothing(search, offset, answer);
    const results = isNone ? [] : resultsOf(node, level, asked, answer);
    if (known.isOtherOrder(results.map(({ uid }) => uid)))
      throw nonsenseOf(node, 'its results change their order from page to page');
    const added = results.filter(({ uid }) => known.add(uid));
    if (known.size > searchLimits.results)
      throw nonsenseOf(node, `more than ${searchLimits.results} results`);
    for (const { found } of added) yield found;
    if (added.length === 0) {
      requireEnd(node, results.length, before);
      return;
    }
    offset += results.length;
    before = { isFull: results.length === limit, isMoreSaid: saysMore(answer) };
  }
  throw nonsenseOf(node, `more than ${searchLimits.pages} pages of results`);
}

interface Search {
  readonly parts: WebParts;
  readonly node: WebNode;
  readonly resource: SearchedResource;
  readonly signal: AbortSignal | undefined;
}

/** What a page shows of the next one. */
interface ShownOfNext {
  readonly isFull: boolean;
  readonly isMoreSaid: boolean;
}

/** Throws unless a page with nothing new is the end. @param count results of it that came before */
function requireEnd(node: WebNode, count: number, { isFull, isMoreSaid }: ShownOfNext): void {
  if (count === 0 && isMoreSaid)
    throw nonsenseOf(node, 'it says that there are more results, and gives none');
  if (count > 0 && (isMoreSaid || isFull))
    throw nonsenseOf(node, 'it gives the same results again in place of the next ones');
}

interface Result {
  readonly uid: string;
  readonly found: Dataset;
}

/** The results of a page, of which some may have come before. */
function resultsOf(
  node: WebNode,
  level: SearchLevel,
  asked: ReadonlySet<Tag>,
  { body }: WebAnswer,
): readonly Result[] {
  const rows = rowsOf(body);
  if (!rows) throw nonsenseOf(node, 'its results are no DICOM JSON');
  return rows.map((row) => {
    const found = answerOf(row, asked);
    const uid = found.string(uidOf[level])?.trim();
    if (!uid) throw nonsenseOf(node, 'a result without its UID');
    return { uid, found };
  });
}

/** UIDs of what came so far, in their order. */
class KnownResults {
  readonly #places = new Set<string>();
  readonly #order: string[] = [];

  get size(): number {
    return this.#order.length;
  }

  /** Whether it is new. */
  add(uid: string): boolean {
    if (this.#places.has(uid)) return false;
    this.#places.add(uid);
    this.#order.push(uid);
    return true;
  }

  /**
   * Pages of one order overlap where one ends and the next begins, if at all, or are all that came once more. Else something
   * came twice in place of what never comes.
   */
  isOtherOrder(page: readonly string[]): boolean {
    const uids = [...new Set(page)];
    const repeated = uids.filter((uid) => this.#places.has(uid)).length;
    if (repeated === 0 || repeated === this.size) return false;
    return this.#order.slice(-repeated).some((uid, index) => uid !== uids[index]);
  }
}

/** Undefined: fewer results may be less than the limit of an answer. */
const askUnlessTooLarge = (search: Search, path: string): Promise<WebAnswer | undefined> =>
  ask(search, path).catch((error: unknown) => {
    if (asIsocenterError(error).code === 'input/too-large') return undefined;
    throw error;
  });

const ask = ({ parts, node, signal }: Search, path: string): Promise<WebAnswer> =>
  callService(parts, node, { method: 'GET', path, headers: acceptJson, signal });

/** PS3.18 8.3.4.4: it warns that there are more than it gives. The same code is for other things that it did not do as asked. */
const saysMore = ({ headers: { warning = '' } }: WebAnswer): boolean =>
  /\b299\b.*\b(additional|more|remaining|exceed\w*|truncat\w*|maximum)\b/i.test(String(warning));

/** Throws unless it is a list of results. */
async function isNothing(search: Search, offset: number, { status, body }: WebAnswer): Promise<boolean> {
  const { parts, node, resource, signal } = search;
  if (status === 204 || (status === 200 && body.length === 0)) return true;
  if (status === 404 && resource.study !== undefined) {
    // There is no such study or series, or no such search; the service tells these apart elsewhere.
    if (offset === 0 && (await isSeriesThere(search))) requireService(node, status);
    await askService(parts, node, signal);
    return true;
  }
  requireService(node, status);
  if (status === 200) return false;
  throw refusedBy(node, `it answered ${status} to a search`);
}

/** Whether it is below a series that the node names. */
async function isSeriesThere(search: Search): Promise<boolean> {
  const { study, series } = search.resource;
  if (study === undefined || series === undefined) return false;
  const keys = Dataset.of({ StudyInstanceUID: study, SeriesInstanceUID: series });
  const { status, body } = await ask(search, searchPath('series', keys, { limit: 1, offset: 0 }));
  const [row] = (status === 200 && rowsOf(body)) || [];
  const tag = uidOf.series;
  return row !== undefined && answerOf(row, [tag]).string(tag)?.trim() === series;
}
