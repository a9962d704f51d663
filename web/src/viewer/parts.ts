/** What a viewer needs for pictures of its own, and is much: it comes after the bars around them, and after the first picture. */
import engineFiles from './engine/engine.ts?files';
import { fetchScripts } from './fetch-scripts.ts';
import layerFiles from './stack-layers.tsx?files';

export const loadEngine = () => import('./engine/engine.ts');
export const loadLayers = () => import('./stack-layers.tsx');

/** So that nothing waits for the network later. None of it runs: that would hold up the page. */
export const fetchParts = (): Promise<void> => fetchScripts([...engineFiles, ...layerFiles]);
