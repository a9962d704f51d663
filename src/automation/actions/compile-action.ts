import type { ActionDefinition } from '../../contract/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import type { Action } from './action.ts';
import { callWebhook } from './call-webhook.ts';
import { labelStudy, protectStudy } from './label-study.ts';
import { makeNifti } from './make-nifti.ts';
import { notify } from './notify.ts';
import { runCommand } from './run-command.ts';
import { runExtension } from './run-extension.ts';
import { sendImages } from './send-images.ts';
import { sendMail } from './send-mail.ts';
import { setElements, type Tables } from './set-elements.ts';
import { submitToCluster } from './submit-to-cluster.ts';

export interface CompileParts {
  readonly tables: Tables;
  readonly targetFolders: readonly string[];
  readonly extensions: Pick<Extensions, 'action'>;
}

/** What the file says as an action. Throws what is wrong with it. */
export function compileAction(
  definition: ActionDefinition,
  { tables, targetFolders, extensions }: CompileParts,
): Action {
  const { label, unlabel, protect, send, nifti, set, command, submit, webhook, extension } = definition;
  if (label !== undefined) return labelStudy(label, true);
  if (unlabel !== undefined) return labelStudy(unlabel, false);
  if (protect !== undefined) return protectStudy(protect);
  if (send !== undefined) return sendImages(send);
  if (nifti !== undefined) return makeNifti(nifti, targetFolders);
  if (set !== undefined) return setElements(set, tables);
  if (command !== undefined) return runCommand(command);
  if (submit !== undefined) return submitToCluster(submit, targetFolders);
  if (webhook !== undefined) return callWebhook(webhook.url, webhook.repeatable);
  if (extension !== undefined) return runExtension(extension, extensions);
  const { url, mail, title, text } = definition.notify!;
  return mail ? sendMail(mail, title, text) : notify(url!, title, text);
}
