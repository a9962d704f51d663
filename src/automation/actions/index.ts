/** What rules can do: each action is a file, and is done by a job of its own. */
import type { JobKind } from '../../jobs/index.ts';
import type { SendMail } from '../../net/index.ts';
import { type About, noted, type TakeNote } from '../noted-kind.ts';
import type { SignedCallParts } from '../telling/call-signed.ts';
import type { Order } from './action.ts';
import { webhookKinds } from './call-webhook.ts';
import { labelKind } from './label-study.ts';
import { notifyKind } from './notify.ts';
import { commandKinds } from './run-command.ts';
import { type ExtensionParts, extensionKinds } from './run-extension.ts';
import { mailKind } from './send-mail.ts';
import { type SetParts, setKind } from './set-elements.ts';
import { submissionKinds } from './submit-to-cluster.ts';

export type { Action, Order, Subject } from './action.ts';
export { type CompileParts, compileAction } from './compile-action.ts';
export { MAIL_KIND } from './send-mail.ts';

/** Kinds of jobs that do actions which are no operation of the API. */
export function actionKinds(
  parts: SignedCallParts & SetParts & ExtensionParts & { readonly note: TakeNote; readonly mail: SendMail },
): JobKind[] {
  const told = <Input extends Order>(kind: JobKind<Input>): JobKind =>
    noted(kind, parts.note, aboutOrder) as JobKind;
  return [
    told(labelKind(parts.archive)),
    told(setKind(parts)),
    told(notifyKind(parts.fetch)),
    told(mailKind(parts.mail)),
    ...commandKinds(parts.archive).map(told),
    ...submissionKinds(parts.archive).map(told),
    ...webhookKinds(parts).map(told),
    ...extensionKinds(parts).map(told),
  ];
}

const aboutOrder = ({ rule, subject }: Order): About => ({
  via: `rule ${rule}`,
  studies: [subject.studyInstanceUid],
});
