/** QIDO-RS as a client (PS3.18 10.6): page by page, until there is nothing new. */
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { type Dataset, tags } from '../../dicom/index.ts';
import { askService } from './ask.ts';
import { callService, type WebAnswer, type WebParts } from './call.ts';
import { answerOf, rowsOf } from './search-answer.ts';
import { type SearchLevel, searchPath } from './search-path.ts';
import { urlOf, type WebNode } from './service.ts';
import { requireService } from './statuses.ts';

export const searchLimits = {
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
  const asked = new Set([...keys].map(({ tag }) => tag).concat(uidOf[level]));
  const known = new KnownResults();
  const nonsense = (reason: string) =>
    new IsocenterError('dicomweb/nonsense', { host: urlOf(node, '').host, reason });
  let limit: number = searchLimits.page;
  let offset = 0;
  /** What the page before shows of the next one. */
  let isFull = false;
  let isMoreSaid = false;
  for (let page = 0; page < searchLimits.pages; page++) {
    const path = searchPath(level, keys, { limit, offset });
    const answer = await unlessTooLarge(callService(parts, node, { method: 'GET', path, headers, signal }));
    if ((!answer || answer.status === 400) && limit !== searchLimits.smallPage) {
      limit = searchLimits.smallPage;
      continue;
    }
    if (!answer) throw nonsense(`more than can be read, for ${limit} results`);
    const isNone = await isNothing(parts, node, path, answer, signal);
    const rows = isNone ? [] : rowsOf(answer.body);
    if (!rows) throw nonsense('its results are no DICOM JSON');
    const found = rows.map((row) => answerOf(row, asked));
    const uids = found.map((one) => one.string(uidOf[level])?.trim() ?? '');
    if (uids.includes('')) throw nonsense('a result without its UID');
    if (known.isOtherOrder(uids)) throw nonsense('its results change their order from page to page');
    const before = known.size;
    for (const [index, uid] of uids.entries()) {
      if (!known.add(uid)) continue;
      if (known.size > searchLimits.results) throw nonsense(`more than ${searchLimits.results} results`);
      yield found[index]!;
    }
    if (known.size === before) {
      if (isMoreSaid && rows.length === 0)
        throw nonsense('it says that there are more results, and gives none');
      if ((isMoreSaid || isFull) && rows.length > 0)
        throw nonsense('it gives the same results again in place of the next ones');
      return;
    }
    offset += rows.length;
    isFull = rows.length === limit;
    isMoreSaid = saysMore(answer);
  }
  throw nonsense(`more than ${searchLimits.pages} pages of results`);
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
const unlessTooLarge = (answer: Promise<WebAnswer>): Promise<WebAnswer | undefined> =>
  answer.catch((error: unknown) => {
    if (asIsocenterError(error).code === 'input/too-large') return undefined;
    throw error;
  });

const headers = { accept: 'application/dicom+json' } as const;

/** PS3.18 8.3.4.4: it warns that there are more than it gives. The same code is for other things that it did not do as asked. */
const saysMore = ({ headers: { warning = '' } }: WebAnswer): boolean =>
  /\b299\b.*\b(additional|more|remaining|exceed\w*|truncat\w*|maximum)\b/i.test(String(warning));

/** Throws unless it is a list of results. */
async function isNothing(
  parts: WebParts,
  node: WebNode,
  path: string,
  { status, body }: WebAnswer,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (status === 204 || (status === 200 && body.length === 0)) return true;
  if (status === 404 && path.startsWith('/studies/')) {
    // There is no such study or series, or no such search; the service tells these apart elsewhere.
    if (await isSeriesThere(parts, node, path, signal)) requireService(node, status);
    await askService(parts, node, signal);
    return true;
  }
  requireService(node, status);
  if (status === 200) return false;
  const { host } = urlOf(node, '');
  throw new IsocenterError('dicomweb/refused', { host, reason: `it answered ${status} to a search` });
}

/** Whether a search for images, the first page, is below a series that the node names. */
async function isSeriesThere(
  parts: WebParts,
  node: WebNode,
  path: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const below = /^(\/studies\/[\d.]+)\/series\/([\d.]+)\/instances\?.*\boffset=0$/.exec(path);
  if (!below) return false;
  const [, study, series] = below;
  const search = `${study}/series?SeriesInstanceUID=${series}&limit=1`;
  const { status, body } = await callService(parts, node, { method: 'GET', path: search, headers, signal });
  const [row] = (status === 200 && rowsOf(body)) || [];
  const tag = tags.SeriesInstanceUID;
  return row !== undefined && answerOf(row, [tag]).string(tag)?.trim() === series;
}
