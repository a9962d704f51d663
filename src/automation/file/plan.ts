import type { AutomationFile } from '../../contract/index.ts';
import type { Inbox } from '../inboxes/inbox.ts';
import type { Retention } from '../retention/retention.ts';
import type { Rule } from '../rules/rule.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { Tree } from '../trees/tree.ts';

/** What the file says, ready to be done. */
export interface Plan {
  readonly tables: AutomationFile['tables'];
  readonly inboxes: readonly Inbox[];
  readonly retention: readonly Retention[];
  readonly trees: readonly Tree[];
  readonly rules: readonly Rule[];
  readonly schedules: readonly Schedule[];
}

export const emptyPlan: Plan = {
  tables: {},
  inboxes: [],
  retention: [],
  trees: [],
  rules: [],
  schedules: [],
};
