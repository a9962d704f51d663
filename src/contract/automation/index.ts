/** What people say the archive shall do by itself, as data. */
export {
  type ActionDefinition,
  type ActionName,
  actionNames,
  type CommandDefinition,
  commandDefinition,
  type NewValue,
  newValue,
  type ProgramDefinition,
  type SubmissionDefinition,
  submissionDefinition,
} from './action.ts';
export { type AutomationFile, automationFile, extensionsSection } from './automation-file.ts';
export type { Condition, ValueTest } from './condition.ts';
export {
  defaultExtensionSettings,
  type ExtensionCall,
  type ExtensionSettings,
} from './extension.ts';
export { type InboxDefinition, inbox, inboxTaken, notTakenFolder } from './inbox.ts';
export { type RuleJobKind, ruleJobKinds } from './job-kinds.ts';
export { type ScheduleNotify, scheduleNotify } from './notify.ts';
export type { PriorsDefinition } from './priors.ts';
export type { RetentionDefinition } from './retention.ts';
export { type RuleDefinition, type RuleTrigger, ruleTrigger } from './rule.ts';
export { type ScheduleDefinition, schedule } from './schedule.ts';
export {
  type TreeContents,
  type TreeDefinition,
  type TreeForm,
  treeContents,
  treeForm,
  treeName,
} from './tree.ts';
export { wrongIn } from './wrong.ts';
