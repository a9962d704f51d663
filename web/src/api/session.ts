/** A session that ends while somebody works: what is on the screen stays, and they are told where to log in again. */
import { IsocenterError } from '../../../src/contract/index.ts';

const listeners = new Set<() => void>();
let hasEnded = false;

export const sessionEnded = {
  /** Looks at what a request failed with. */
  notice(error: unknown): void {
    if (!(error instanceof IsocenterError) || error.code !== 'access/unauthenticated') return;
    hasEnded = true;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  get: (): boolean => hasEnded,
};

/** Where one logs in, and comes back here afterwards. */
export const logInPath = (): string =>
  `/login?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`;
