/** What a viewer needs for pictures of its own, and is much: it comes after the bars around them, and after the first picture. */
export const loadEngine = () => import('./engine/engine.ts');
export const loadLayers = () => import('./stack-layers.tsx');
