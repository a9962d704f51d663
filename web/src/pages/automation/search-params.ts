/** What of the page is seen, in its address. */
export interface AutomationSearch {
  readonly tab?: 'schedules' | 'file';
  /** The tree whose dialog is open; `new` is none yet. */
  readonly tree?: string;
  /** The schedule whose runs are seen; `new` is none yet. */
  readonly schedule?: string;
}

export function automationSearch({ tab, tree, schedule }: Record<string, unknown>): AutomationSearch {
  return {
    ...((tab === 'file' || tab === 'schedules') && { tab }),
    ...(typeof tree === 'string' && tree !== '' && { tree }),
    ...(typeof schedule === 'string' && schedule !== '' && { schedule }),
  };
}
