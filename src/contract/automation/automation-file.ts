import { z } from 'zod';
import { extensionSettings } from './extension.ts';
import { inbox } from './inbox.ts';
import { retention } from './retention.ts';
import { rule } from './rule.ts';
import { schedule } from './schedule.ts';
import { tree, treeName } from './tree.ts';
import { wrong } from './wrong.ts';

const MAXIMUM_OF_A_KIND = 1_000;
const atMost = (entries: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(entries).length <= MAXIMUM_OF_A_KIND;
const tooMany = wrong('plan/too-many', { maximum: MAXIMUM_OF_A_KIND });

const table = z.record(z.string().max(1_024), z.union([z.string(), z.number()]).transform(String));

export const extensionsSection = z.record(treeName, extensionSettings).refine(atMost, tooMany).default({});

/** What the archive does by itself: the file `automation.yaml` in the data directory. */
export const automationFile = z.strictObject({
  /** Looked up in names by `:table=NAME`; the entry `*` is for all others. */
  tables: z.record(treeName, table).refine(atMost, tooMany).default({}),
  inboxes: z.record(treeName, inbox).refine(atMost, tooMany).default({}),
  retention: z.record(treeName, retention).refine(atMost, tooMany).default({}),
  trees: z.record(treeName, tree).refine(atMost, tooMany).default({}),
  rules: z.record(treeName, rule).refine(atMost, tooMany).default({}),
  /** What extensions may use; those that are not named here may use what is the default. */
  extensions: extensionsSection,
  schedules: z.record(treeName, schedule).refine(atMost, tooMany).default({}),
});
export type AutomationFile = z.output<typeof automationFile>;
