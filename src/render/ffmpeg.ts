/** The program ffmpeg, where the server has it: bytes go in and a fragmented MP4 comes out, through pipes: no file, no shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asIsocenterError, IsocenterError, Slots } from '../base/index.ts';
import { renderLimits } from './limits.ts';

interface FfmpegJob {
  /** Options that say what goes in. */
  readonly input: readonly string[];
  /** Options that say what comes out. */
  readonly output: readonly string[];
  /** What can be had where there is no ffmpeg. */
  readonly instead: string;
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
}

const running = new Slots(renderLimits.videos, renderLimits.waitingVideos, 'render/busy');

/**
 * Makes an MP4.
 * @param take gets the pieces as they are made, and is waited for.
 * @throws IsocenterError `render/no-video`: there is no ffmpeg; `pixels/bad`: it cannot read what goes in; `render/busy`,
 * `render/timeout`, `cancelled`, and what reading the input throws.
 */
export function throughFfmpeg<Result>(
  job: FfmpegJob,
  input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  take: (pieces: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const { signal, limitMs, instead } = job;
  return running.run(async () => {
    const limit = AbortSignal.timeout(limitMs);
    const ending = signal ? AbortSignal.any([signal, limit]) : limit;
    const child = start(job, ending);
    try {
      return await take(piecesOf(child, input));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        throw new IsocenterError('render/no-video', { instead }, error);
      if (signal?.aborted) throw new IsocenterError('cancelled', {}, error);
      if (limit.aborted) throw new IsocenterError('render/timeout', { seconds: limitMs / 1000 }, error);
      throw asIsocenterError(error);
    } finally {
      child.kill('SIGKILL');
    }
  }, signal);
}

type Child = ChildProcess & { readonly stdin: NodeJS.WritableStream; readonly stdout: Readable };

function start({ input, output }: FfmpegJob, signal: AbortSignal): Child {
  const container = ['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'];
  const options = ['-hide_banner', '-loglevel', 'error', ...input, ...output, ...container];
  return spawn('ffmpeg', options, {
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  }) as Child;
}

async function* piecesOf(
  child: Child,
  input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const ended = once(child, 'close');
  // Looked at below, where it may be too late not to have been.
  ended.catch(() => undefined);
  await once(child, 'spawn');
  const fed = feed(child, input);
  yield* child.stdout;
  const [code] = (await ended) as [number | null];
  await fed;
  if (code !== 0) throw new IsocenterError('pixels/bad', { reason: `ffmpeg ended with code ${code}` });
}

/** Rejects with what reading the input throws. ffmpeg may go before it has taken all; why is told by how it ended. */
async function feed(child: Child, input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  let failure: IsocenterError | undefined;
  const watched = async function* () {
    try {
      yield* input;
    } catch (error) {
      failure = asIsocenterError(error);
      child.kill('SIGKILL');
    }
  };
  await pipeline(Readable.from(watched()), child.stdin).catch(() => undefined);
  if (failure) throw failure;
}
