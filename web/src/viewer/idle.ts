/** Longest wait where a browser does not say when it has nothing to do, ms. */
const SOON_MS = 200;

/** When the page has nothing else to do. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve());
    else setTimeout(resolve, SOON_MS);
  });
}
