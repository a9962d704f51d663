/** What a viewer is made of. What it needs for pictures of its own is much: it comes after the bars around them, and after the first picture. */
import engineFiles from './engine/engine.ts?files';
import { fetchScripts } from './fetch-scripts.ts';
import layerFiles from './stack-layers.tsx?files';
import viewerFiles from './viewer.tsx?files';

export const loadViewer = () => import('./viewer.tsx');
export const loadEngine = () => import('./engine/engine.ts');
export const loadLayers = () => import('./stack-layers.tsx');

/** When a page that leads to a viewer has settled, ms. */
const SETTLED_MS = 1_000;

/** So that nothing waits for the network later. None of it runs: that would hold up the page. */
export function fetchViewerSoon(): void {
  if (savesData()) return;
  setTimeout(() => void fetchScripts([...viewerFiles, ...engineFiles, ...layerFiles]), SETTLED_MS);
}

/** Somebody asked the browser to load no more than it must. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
