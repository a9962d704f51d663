/** All but the first, which is seen where nothing is said. */
const tabs = ['inboxes', 'schedules', 'rules', 'runs', 'retention', 'extensions', 'file'] as const;

/** What of the page is seen, in its address. */
export interface AutomationSearch {
  readonly tab?: (typeof tabs)[number];
  /** The entry of the tab that is changed in its dialog. */
  readonly change?: string;
  /** Where the file is looked at, from 1. */
  readonly line?: number;
  /** The tree whose dialog is open; `new` is none yet. */
  readonly tree?: string;
  /** The inbox whose files are seen; `new` is none yet. */
  readonly inbox?: string;
  /** The retention of which is seen what would go; `new` is none yet. */
  readonly retention?: string;
  /** The schedule whose runs are seen; `new` is none yet. */
  readonly schedule?: string;
  /** The rule whose dialog is open; `new` is none yet. */
  readonly rule?: string;
  /** The rule in whose BIDS dataset names are seen. */
  readonly dataset?: string;
}

export function automationSearch({
  tab,
  change,
  line,
  tree,
  inbox,
  retention,
  schedule,
  rule,
  dataset,
}: Record<string, unknown>): AutomationSearch {
  return {
    ...automationTab(tab),
    ...(typeof change === 'string' && change !== '' && { change }),
    ...(typeof line === 'number' && Number.isInteger(line) && line > 0 && { line }),
    ...(typeof tree === 'string' && tree !== '' && { tree }),
    ...(typeof inbox === 'string' && inbox !== '' && { inbox }),
    ...(typeof retention === 'string' && retention !== '' && { retention }),
    ...(typeof schedule === 'string' && schedule !== '' && { schedule }),
    ...(typeof rule === 'string' && rule !== '' && { rule }),
    ...(typeof dataset === 'string' && dataset !== '' && { dataset }),
  };
}

export function automationTab(wanted: unknown): Pick<AutomationSearch, 'tab'> {
  const tab = tabs.find((one) => one === wanted);
  return tab ? { tab } : {};
}
