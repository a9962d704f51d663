/** What people say the archive shall do by itself, as data. */
export { type AutomationFile, automationFile } from './automation-file.ts';
export type { Condition, ValueTest } from './condition.ts';
export { type TreeDefinition, type TreeForm, treeForm, treeName } from './tree.ts';
