import { pageNonce } from '../components/page-nonce.ts';
import { idle } from './idle.ts';

const fetched = new Set<string>();

/**
 * So that they are there when they are imported; none of them runs before. One by one, as the page has nothing else to do: to ask for
 * many at once takes long enough to be felt.
 */
export async function fetchScripts(paths: readonly string[]): Promise<void> {
  for (const href of paths) {
    if (fetched.has(href)) continue;
    fetched.add(href);
    await idle();
    const link = document.createElement('link');
    document.head.append(Object.assign(link, { rel: 'modulepreload', nonce: pageNonce(), href }));
  }
}
