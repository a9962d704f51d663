/** Jobs of rules that are no operation of the API: a run, and actions. */
export const ruleJobKinds = [
  'ruleRun',
  'ruleLabel',
  'ruleSet',
  'ruleCommand',
  'ruleCommandRepeatable',
  'ruleWebhook',
  'ruleWebhookOnce',
  'ruleNotify',
  'ruleMail',
  'ruleExtension',
  'ruleExtensionRepeatable',
] as const;
export type RuleJobKind = (typeof ruleJobKinds)[number];
