/** The streams of the API as jobs: the same operation, whether somebody waits for it or not. */
import { type ErrorCode, type ErrorParams, IsocenterError } from '../../base/index.ts';
import {
  api,
  type Caller,
  type ControlApi,
  callerFor,
  dispatch,
  errorOfProblem,
  type JobOperation,
  jobOperations,
  type Problem,
  type Progress,
  parseRequest,
  type Right,
  type Route,
  type Trouble,
  type TroubleItem,
} from '../../contract/index.ts';
import type { JobContext, JobKind } from '../../jobs/index.ts';

/** All of them may be repeated: an instance that is there already is no second one, here or at a node. */
const concurrency: Readonly<Record<JobOperation, number>> = {
  send: 4,
  nodeGet: 2,
  nodeMove: 2,
  nodeFetch: 2,
  verify: 1,
  importFiles: 1,
  exportFiles: 1,
  exportNifti: 1,
  keepNifti: 1,
  treeBuild: 2,
  ruleReplay: 1,
};

/** An hour apart in the end: a node may be down for two weeks. */
const SEND_ATTEMPTS = 350;

/** A disk may be full or away for a week; when it is back, it is not long until what waits goes on. */
const toFolders: ReadonlySet<JobOperation> = new Set(['exportFiles', 'exportNifti']);
const FOLDER_PAUSE_MS = 300_000;
const FOLDER_ATTEMPTS = 3_000;

export function operationKinds(control: ControlApi): JobKind<Values>[] {
  return jobOperations.map((name) => ({
    name,
    right: api[name].right,
    concurrency: concurrency[name],
    repeatable: true,
    ...(name === 'send' && { maximumAttempts: SEND_ATTEMPTS }),
    ...(toFolders.has(name) && { maximumAttempts: FOLDER_ATTEMPTS, longestPauseMs: FOLDER_PAUSE_MS }),
    parse: (input) => parseOperation(name, input),
    run: (request, context) => runOperation(control, name, request, context),
  }));
}

/** Who may do the operation as a job: whoever may do it at once. Throws `archive/forbidden`. */
export function callerOfOperation(name: JobOperation, caller: Caller): Caller {
  const { right, everything }: Route & { right: Right } = api[name];
  return callerFor(caller, right, everything);
}

type Values = Readonly<Record<string, unknown>>;

/** The request of an operation, checked as its route checks it. Throws `input/invalid`. */
export function parseOperation(name: JobOperation, input: unknown): Values {
  return parseRequest(api[name], { params: input, query: input, body: input });
}

/** What failed one by one is tried again, and only that. */
interface Remainder {
  readonly failed: readonly string[];
  /** Failed too, and is not tried again. */
  readonly refused?: readonly string[];
  /** Why the first of those was. */
  readonly whyRefused?: Problem | undefined;
}

async function runOperation(
  control: ControlApi,
  name: JobOperation,
  request: Values,
  context: JobContext,
): Promise<unknown> {
  const { caller, signal, progress } = context;
  const remainder = context.checkpoint as Remainder | null;
  const asked =
    remainder && name === 'send' ? { ...request, selection: { instances: remainder.failed } } : request;
  const outcome = dispatch(control, name, asked, {
    ...callerOfOperation(name, caller),
    signal,
  });
  if (outcome instanceof Promise) return await outcome;
  const left: Left = {
    ...{ failed: [], refused: [...(remainder?.refused ?? [])] },
    whyRefused: remainder?.whyRefused,
  };
  for (;;) {
    const step = await outcome.next();
    if (step.done) return await completed(name, request, step.value, left, context);
    const item = step.value as Progress | TroubleItem;
    if (item.kind === 'progress') progress(item);
    if (item.kind !== 'trouble') continue;
    noteTrouble(left, item);
  }
}

/** As many as one selection can name. With more, everything is sent again. */
const REMEMBERED = 10_000;

/** What failed so far, now and in earlier attempts. */
interface Left {
  readonly failed: string[];
  readonly refused: string[];
  whyFailed?: Problem | undefined;
  whyRefused?: Problem | undefined;
}

function noteTrouble(left: Left, { what, reason, isFinal }: TroubleItem): void {
  if (isFinal) left.whyRefused ??= reason;
  else left.whyFailed ??= reason;
  const list = isFinal ? left.refused : left.failed;
  if (list.length < REMEMBERED) list.push(what);
}

/** A transfer that left something behind is not done. */
async function completed(
  operation: JobOperation,
  request: Values,
  result: unknown,
  { failed, refused, whyFailed, whyRefused }: Left,
  { saveCheckpoint, signal }: JobContext,
): Promise<unknown> {
  const { failed: count = 0, sent = 0, completed = 0, came = 0 } = result as Readonly<Record<string, number>>;
  if (!['send', 'nodeGet', 'nodeMove', 'nodeFetch'].includes(operation)) return result;
  // Told to stop it ends early, and says nothing of what it did not come to.
  signal.throwIfAborted();
  const name = String(request.node ?? request.name);
  if (failed.length === 0 && refused.length > 0) {
    // Who tries it again in spite of that means these.
    if (refused.length < REMEMBERED) await saveCheckpoint({ failed: refused } satisfies Remainder);
    throw withReason(
      'node/refused',
      { failed: refused.length, total: refused.length + sent, name },
      whyRefused,
    );
  }
  if (count === 0) return result;
  if (operation === 'send' && failed.length < REMEMBERED && refused.length < REMEMBERED)
    await saveCheckpoint({ failed, refused, whyRefused } satisfies Remainder);
  // Some tell of each when all has ended.
  const { troubles = [] } = result as { readonly troubles?: readonly Trouble[] };
  const total = count + sent + completed + came;
  throw withReason('node/incomplete', { failed: count, total, name }, whyFailed ?? troubles[0]?.reason);
}

/** The same, with why. */
const withWhy = {
  'node/incomplete': 'node/incomplete-why',
  'node/refused': 'node/refused-why',
} as const satisfies Partial<Record<ErrorCode, ErrorCode>>;

/** @param reason why the first failed, where somebody said it */
function withReason(
  code: keyof typeof withWhy,
  params: ErrorParams,
  reason: Problem | undefined,
): IsocenterError {
  const why = errorOfProblem(reason);
  return why
    ? new IsocenterError(withWhy[code], { ...params, reason: why.message }, why)
    : new IsocenterError(code, params);
}
