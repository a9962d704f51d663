/** QIDO-RS as a client (PS3.18 10.6): page by page, until there is nothing new. */
import { IsocenterError } from '../../base/index.ts';
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
  const asked = [...keys].map(({ tag }) => tag);
  const known = new Set<string>();
  const nonsense = (reason: string) =>
    new IsocenterError('dicomweb/nonsense', { host: urlOf(node, '').host, reason });
  let limit: number = searchLimits.page;
  let offset = 0;
  /** What the page before said about the next one. */
  let isMoreMeant = false;
  for (let page = 0; page < searchLimits.pages; page++) {
    const path = searchPath(level, keys, { limit, offset });
    const answer = await callService(parts, node, { method: 'GET', path, headers, signal });
    if (answer.status === 400 && limit !== searchLimits.smallPage) {
      limit = searchLimits.smallPage;
      continue;
    }
    if (await isNothing(parts, node, path, answer, signal)) return;
    const rows = rowsOf(answer.body);
    if (!rows) throw nonsense('its results are no DICOM JSON');
    const before = known.size;
    for (const row of rows) {
      const found = answerOf(row, new Set([...asked, uidOf[level]]));
      const uid = found.string(uidOf[level])?.trim();
      if (!uid) throw nonsense('a result without its UID');
      if (known.has(uid)) continue;
      if (known.size === searchLimits.results) throw nonsense(`more than ${searchLimits.results} results`);
      known.add(uid);
      yield found;
    }
    if (known.size === before) {
      if (isMoreMeant && rows.length > 0)
        throw nonsense('it gives the same results again in place of the next ones');
      return;
    }
    offset += rows.length;
    isMoreMeant = rows.length === limit || saysMore(answer);
  }
  throw nonsense(`more than ${searchLimits.pages} pages of results`);
}

const headers = { accept: 'application/dicom+json' } as const;

/** PS3.18 8.3.4.4: it warns that there are more than it gives. */
const saysMore = (answer: WebAnswer): boolean => /^299\b/.test(String(answer.headers.warning ?? ''));

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
    // There is no such study, or no such search; the service tells these apart elsewhere.
    await askService(parts, node, signal);
    return true;
  }
  requireService(node, status);
  if (status === 200) return false;
  const { host } = urlOf(node, '');
  throw new IsocenterError('dicomweb/refused', { host, reason: `it answered ${status} to a search` });
}
