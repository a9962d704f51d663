import fs from 'node:fs';
import path from 'node:path';
import { type CutMode, type DirectoryNode, type DiskImage, DiskModel, type DiskNode } from './disk-model.ts';
import { isSync, pathsOf, Replayer, TRACED_CALLS } from './disk-replay.ts';
import { findProgram, runOrThrow } from './processes.ts';
import { type CallEvent, dataOf, isDeleted, readTrace, type SystemCall } from './system-calls.ts';
import { TemporaryDirectory } from './temp.ts';

/** Longest data of one call that is recorded, bytes. Reaching it is an error, not a silent gap. */
const MAX_STRING = 16 * 1024 * 1024;

export interface RecordOptions {
  /** The volume that loses its power. Need not exist yet; what is in it counts as durable. */
  readonly dataDir: string;
  /** A file outside it. Every line the program appends to it is an acknowledgement it gave. */
  readonly ackFile: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/** Whether calls can be recorded on this machine. */
export const canRecord = findProgram('strace') !== undefined;

/**
 * Runs a program under `strace` and records every call that changes files below `dataDir`, in the order in which the
 * kernel took them, by all its threads and children. It must end by itself, with code 0. Shared memory maps of SQLite
 * (-shm) are not recorded: SQLite makes them anew. Any other writable shared map is an error.
 */
export async function recordCalls(command: readonly string[], options: RecordOptions): Promise<Recording> {
  using scratch = new TemporaryDirectory('trace');
  fs.mkdirSync(options.dataDir, { recursive: true });
  const dataDir = fs.realpathSync(options.dataDir);
  const before = readTree(dataDir);
  const trace = scratch.join('trace');
  const flags = ['-f', '-yy', '-xx', '-s', String(MAX_STRING), '--seccomp-bpf', '-o', trace];
  const { env, timeoutMs = 120_000 } = options;
  await runOrThrow('strace', [...flags, '-e', `trace=${TRACED_CALLS.join(',')}`, ...command], {
    ...(env ? { env } : {}),
    timeoutMs,
  });
  return new Recording(dataDir, before, path.resolve(options.ackFile), await readTrace(trace));
}

/** What a program did to a volume. A prefix is a number of events, from 0 to `length`. */
export class Recording {
  readonly #dataDir: string;
  readonly #before: Tree;
  readonly #events: CallEvent[] = [];
  readonly #acknowledgements: { readonly before: number; readonly text: string }[] = [];

  constructor(dataDir: string, before: Tree, ackFile: string, events: readonly CallEvent[]) {
    this.#dataDir = dataDir;
    this.#before = before;
    for (const event of events) this.#take(event, ackFile);
  }

  get length(): number {
    return this.#events.length;
  }

  /** The lines the program had begun to write to its acknowledgement file before event `prefix`. */
  acknowledgedBefore(prefix: number): string[] {
    const given = this.#acknowledgements.filter(({ before }) => before <= prefix).map(({ text }) => text);
    return given
      .join('')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** Writes the disk as it may be found after a power cut at `prefix` into `targetDir`, which must be empty. */
  materialise(prefix: number, mode: CutMode, random: () => number, targetDir: string): void {
    const disk = new DiskModel();
    seedTree(disk, disk.root, this.#before);
    const replayer = new Replayer(disk, this.#dataDir);
    const begun = new Map<SystemCall, number>();
    for (const { phase, call } of this.#events.slice(0, prefix)) {
      if (phase === 'begin') begun.set(call, disk.time);
      else replayer.replay(call, begun.get(call) ?? 0);
      if (phase === 'end') begun.delete(call);
    }
    // What had begun and not ended may have happened too; as it is pending, the mode decides.
    for (const call of begun.keys()) if (!isSync(call)) replayer.replay(call, 0);
    writeImage(disk.cut(mode, random), disk.root, targetDir);
  }

  #take(event: CallEvent, ackFile: string): void {
    const { phase, call } = event;
    if (call.result < 0) return;
    const paths = pathsOf(call);
    if (phase === 'begin' && call.name.includes('write') && paths[0] === ackFile) {
      this.#acknowledgements.push({ before: this.#events.length, text: dataOf(call.args[1]!).toString() });
    }
    if (call.args.some(isDeleted)) return;
    if (paths.some((name) => name === this.#dataDir || name.startsWith(`${this.#dataDir}/`)))
      this.#events.push(event);
  }
}

type Tree = Map<string, Tree | Uint8Array>;

function readTree(directory: string): Tree {
  if (!fs.existsSync(directory)) return new Map();
  return new Map(
    fs.readdirSync(directory, { withFileTypes: true }).map((entry) => {
      const file = path.join(directory, entry.name);
      return [entry.name, entry.isDirectory() ? readTree(file) : fs.readFileSync(file)];
    }),
  );
}

function seedTree(disk: DiskModel, directory: DirectoryNode, tree: Tree): void {
  for (const [name, content] of tree) {
    const node = disk.seed(directory, name, content instanceof Map ? undefined : content);
    if (content instanceof Map && node.kind === 'directory') seedTree(disk, node, content);
  }
}

function writeImage(image: DiskImage, root: DirectoryNode, targetDir: string): void {
  const written = new Map<DiskNode, string>();
  const writeDirectory = (directory: DirectoryNode, target: string): void => {
    fs.mkdirSync(target, { recursive: true });
    for (const [name, node] of image.entriesOf(directory)) {
      const file = path.join(target, name);
      const earlier = written.get(node);
      if (node.kind === 'directory') writeDirectory(node, file);
      else if (earlier !== undefined) fs.linkSync(earlier, file);
      else fs.writeFileSync(file, image.contentOf(node));
      written.set(node, file);
    }
  };
  writeDirectory(root, targetDir);
}
