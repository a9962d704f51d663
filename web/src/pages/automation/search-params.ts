/** What of the page is seen, in its address. */
export interface AutomationSearch {
  readonly tab?: 'file';
  /** The tree whose dialog is open; `new` is none yet. */
  readonly tree?: string;
}

export function automationSearch({ tab, tree }: Record<string, unknown>): AutomationSearch {
  return {
    ...(tab === 'file' && { tab }),
    ...(typeof tree === 'string' && tree !== '' && { tree }),
  };
}
