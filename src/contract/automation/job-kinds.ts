/** Jobs of the automation that are no operation of the API: a run of a rule, and its actions; what is told of schedules; series that become volumes of a tree. */
export const ruleJobKinds = [
  'ruleRun',
  'ruleLabel',
  'ruleSet',
  'ruleCommand',
  'ruleCommandRepeatable',
  'ruleSubmit',
  'ruleSubmitRepeatable',
  'ruleWebhook',
  'ruleWebhookOnce',
  'ruleNotify',
  'ruleMail',
  'ruleExtension',
  'ruleExtensionRepeatable',
  'scheduleNotify',
  'treeConvert',
] as const;
export type RuleJobKind = (typeof ruleJobKinds)[number];
