import type { GuardedFetch } from '../../net/index.ts';
import { encodedWords } from './encoded-words.ts';
import { requireAnswer } from './require-answer.ts';

/** A text as ntfy and the like take it: the text is the body, its title a header. Rejects with `webhook/*`, `net/*`. */
export async function postText(
  fetch: GuardedFetch,
  { url, title, text }: { readonly url: string; readonly title: string; readonly text: string },
  signal: AbortSignal,
): Promise<{ status: number }> {
  const headers = { 'content-type': 'text/plain; charset=utf-8', title: encodedWords(title) };
  return await requireAnswer(url, await fetch(url, { method: 'POST', headers, body: text, signal }));
}
