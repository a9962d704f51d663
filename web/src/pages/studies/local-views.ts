/** Views as browsers kept them before accounts did. */
import type { SavedView } from '../../../../src/contract/index.ts';

const key = 'isocenter.study-views';

/** Those that look like one; the server decides. */
export function localViews(): SavedView[] {
  const kept = parsed(localStorage.getItem(key) ?? '[]');
  return Array.isArray(kept) ? kept.filter(isLikeView) : [];
}

export const forgetLocalViews = (): void => localStorage.removeItem(key);

function isLikeView(kept: Partial<SavedView> | null): kept is SavedView {
  return typeof kept?.name === 'string' && typeof kept.search === 'object' && typeof kept.sizing === 'object';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
