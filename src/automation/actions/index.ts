/** What rules can do: each action is a file, and is done by a job of its own. */
import type { JobKind } from '../../jobs/index.ts';
import { type WebhookParts, webhookKinds } from './call-webhook.ts';
import { labelKind } from './label-study.ts';
import { notifyKind } from './notify.ts';
import { commandKinds } from './run-command.ts';
import { type SetParts, setKind } from './set-elements.ts';

export type { Action, Order, Subject } from './action.ts';
export { type CompileParts, compileAction } from './compile-action.ts';

/** Kinds of jobs that do actions which are no operation of the API. */
export const actionKinds = (parts: WebhookParts & SetParts): JobKind[] => [
  labelKind(parts.archive),
  setKind(parts),
  notifyKind(parts.fetch),
  ...commandKinds(parts.archive),
  ...webhookKinds(parts),
];
