import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Archive } from '../../archive/index.ts';
import { callerFor, type ExtensionCall, type RuleJobKind } from '../../contract/index.ts';
import type { ActionOutcome, Extensions } from '../../extensions/index.ts';
import { type JobContext, type JobKind, waitForChildren } from '../../jobs/index.ts';
import type { Action, Order } from './action.ts';
import { actionFailed } from './action-failed.ts';
import { filesOf } from './files-of.ts';
import { labelStudy } from './label-study.ts';
import { order, parseOrder } from './order.ts';
import { setElements } from './set-elements.ts';
import { imagesOf, workOf } from './work-of.ts';

/** Two kinds, because jobs of one kind are repeated alike. */
const ONCE = 'ruleExtension' satisfies RuleJobKind;
const REPEATABLE = 'ruleExtensionRepeatable' satisfies RuleJobKind;

const input = order.extend({ call: z.object({ name: z.string(), with: z.record(z.string(), z.unknown()) }) });

/** What it is to do, once that is known. */
interface Decided {
  readonly outcome: ActionOutcome;
}

export interface ExtensionParts {
  readonly archive: Archive;
  readonly extensions: Extensions;
}

/** Does what an extension offers. Throws `extension/unknown`, `extension/bad`. */
export function runExtension(call: ExtensionCall, extensions: Pick<Extensions, 'action'>): Action {
  const { repeatable } = extensions.action(call.name);
  return {
    name: 'extension',
    about: call.name,
    kind: repeatable ? REPEATABLE : ONCE,
    input: (given) => ({ ...given, call }),
  };
}

export const extensionKinds = (parts: ExtensionParts): JobKind<z.output<typeof input>>[] =>
  [ONCE, REPEATABLE].map((name) => ({
    name,
    // What it wants changed is done by jobs that ask for the right to.
    right: 'find',
    concurrency: 4,
    repeatable: name === REPEATABLE,
    parse: (stored) => parseOrder(input, stored),
    run: (given, context) => run(parts, given, context),
  }));

/** Calls the extension once, then does what it wants, one thing after the other, each by a job of the action that does such. */
async function run(
  parts: ExtensionParts,
  { call, ...given }: z.output<typeof input>,
  context: JobContext,
): Promise<unknown> {
  const decided = context.checkpoint as Decided | null;
  const outcome = decided?.outcome ?? (await act(parts, call, given, context));
  if (!decided) await context.saveCheckpoint({ outcome } satisfies Decided);
  const actions = actionsOf(outcome);
  const children = decided ? (await context.children()).reverse() : [];
  const failed = children.find(({ state }) => state === 'failed' || state === 'cancelled');
  if (failed) throw actionFailed(actions[children.indexOf(failed)]?.name ?? failed.kind, failed);
  const next = actions[children.length];
  if (!next) return { note: outcome.note };
  await context.spawn(next.kind, await next.input(given));
  return waitForChildren;
}

async function act(
  { archive, extensions }: ExtensionParts,
  call: ExtensionCall,
  given: Order,
  { id, caller, signal }: JobContext,
): Promise<ActionOutcome> {
  const { elements, files: wantsFiles } = extensions.action(call.name);
  const { subject, rule } = given;
  const folder = wantsFiles && (await extensions.copiesFolderFor(call.name));
  try {
    const files = folder
      ? await filesOf(archive, callerFor(caller, 'download'), subject, join(folder, 'images'))
      : [];
    const series = await workOf(archive, caller, subject, elements, signal);
    return await extensions.act(
      call.name,
      { id, rule, studyInstanceUid: subject.studyInstanceUid, series, with: call.with, files },
      { signal, images: imagesOf(archive, caller, subject) },
    );
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
}

function actionsOf({ set, unlabel, label }: ActionOutcome): Action[] {
  return [
    ...(Object.keys(set).length > 0 ? [setElements(set, {})] : []),
    ...unlabel.map((name) => labelStudy(name, false)),
    ...label.map((name) => labelStudy(name, true)),
  ];
}
