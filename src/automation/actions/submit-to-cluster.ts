import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import type { Archive } from '../../archive/index.ts';
import { asIsocenterError, type ErrorCode } from '../../base/index.ts';
import { type RuleJobKind, type SubmissionDefinition, submissionDefinition } from '../../contract/index.ts';
import { diskError } from '../../disks/index.ts';
import type { JobContext, JobKind } from '../../jobs/index.ts';
import { requireRealTarget, requireTarget } from '../target-folder.ts';
import type { Action } from './action.ts';
import { filesOf } from './files-of.ts';
import { order, parseOrder } from './order.ts';
import { runProgram, type Said } from './run-program.ts';

/** Two kinds, because jobs of one kind are repeated alike. */
const ONCE = 'ruleSubmit' satisfies RuleJobKind;
const REPEATABLE = 'ruleSubmitRepeatable' satisfies RuleJobKind;

/** A disk may be full or away for a week; when it is back, it is not long until what waits goes on. */
const ATTEMPTS = 3_000;
const LONGEST_PAUSE_MS = 300_000;

const input = order.extend({ submission: submissionDefinition });

/** After these the cluster knows of nothing. */
const refusals: ReadonlySet<ErrorCode> = new Set(['program/not-started', 'program/failed']);

/** What is handed over, in its folder. */
const IMAGES = 'images';
const MANIFEST = 'manifest.json';
const SCRIPT = 'script';

/**
 * Hands images over to what computes elsewhere and later: they are put into a folder of their own that stays, then a program is run that
 * says so to the cluster, as `sbatch` does. Whoever computes removes the folder. Throws `automation/target`.
 */
export function submitToCluster(submission: SubmissionDefinition, targetFolders: readonly string[]): Action {
  const { folder, repeatable } = submission;
  requireTarget(folder, targetFolders);
  return {
    name: 'submit',
    about: folder,
    kind: repeatable ? REPEATABLE : ONCE,
    input: async (given) => {
      await requireRealTarget(folder, targetFolders);
      return { ...given, submission };
    },
  };
}

export const submissionKinds = (archive: Archive): JobKind<z.output<typeof input>>[] =>
  [ONCE, REPEATABLE].map((name) => ({
    name,
    // What it starts is as mighty as the archive.
    right: 'administer',
    concurrency: 1,
    repeatable: name === REPEATABLE,
    maximumAttempts: ATTEMPTS,
    longestPauseMs: LONGEST_PAUSE_MS,
    parse: (stored) => parseOrder(input, stored),
    run: (given, context) => submit(archive, given, context),
  }));

async function submit(
  archive: Archive,
  { submission, ...given }: z.output<typeof input>,
  { id, attempt, caller, signal }: JobContext,
): Promise<Said & { readonly note: string }> {
  // Each attempt has its own: an earlier one may be read already.
  const root = await archive.exportFolder(caller.actor, caller.scope, submission.folder);
  const folder = join(root, `${given.subject.studyInstanceUid}-${id}-${attempt}`);
  let isAsked = false;
  try {
    await mkdir(folder).catch(cannotWrite);
    const files = await filesOf(archive, caller, given.subject, join(folder, IMAGES)).catch(cannotWrite);
    const images = files.map((path) => relative(folder, path));
    const manifest = join(folder, MANIFEST);
    await writeFile(manifest, `${JSON.stringify({ ...given, images }, null, 2)}\n`).catch(cannotWrite);
    const script = join(folder, SCRIPT);
    if (submission.script !== undefined)
      await writeFile(script, submission.script, { mode: 0o755 }).catch(cannotWrite);
    const known = { folder, manifest, script };
    signal.throwIfAborted();
    isAsked = true;
    const { said } = await runProgram(submission, { given, known, folder, signal });
    return { said, note: said.split('\n').at(-1) ?? '' };
  } catch (error) {
    // A program that was ended in between may have told the cluster, which reads from there then.
    if (!isAsked || refusals.has(asIsocenterError(error).code))
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

function cannotWrite(error: unknown): never {
  throw diskError(error, 'the folder of the cluster');
}
