import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import type { ConversionOptions } from '../contract/index.ts';
import { type Ended, runBounded } from '../programs/index.ts';
import { compressVolumes } from './compress.ts';
import type { Engine } from './engine.ts';
import { convertLimits } from './limits.ts';
import { complaintOf, warningsOf } from './messages.ts';
import { dcm2niixArguments } from './options.ts';
import { type ConvertedFile, OUTPUT_NAME, outputsIn } from './outputs.ts';

export interface ConversionRequest {
  /** DICOM files of one series: absolute paths, in a fixed order. They are read where they lie. */
  readonly files: readonly string[];
  readonly options: ConversionOptions;
  /** A folder that exists. Outputs lie in a folder of their own in it, to be moved without copying. */
  readonly parent: string;
  readonly signal?: AbortSignal | undefined;
}

/** Codes that dcm2niix ends with. */
const codes = { ok: 0, nothing: 2, outOfMemory: 70, someConverted: 8 } as const;

/** What came out of a series. The files go when it is disposed of: move what is to stay. */
export class Conversion implements AsyncDisposable {
  readonly files: readonly ConvertedFile[];
  readonly engine: Engine;
  /** What dcm2niix complained of. */
  readonly warnings: readonly string[];
  readonly #folder: string;

  constructor(folder: string, files: readonly ConvertedFile[], engine: Engine, warnings: readonly string[]) {
    this.#folder = folder;
    this.files = files;
    this.engine = engine;
    this.warnings = warnings;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return removeFolder(this.#folder);
  }
}

/**
 * Converts one series with dcm2niix, in a process of its own.
 * @throws IsocenterError `convert/nothing`: no images that become volumes; `convert/failed`, `program/timeout`,
 * `program/limit`, `convert/limit`, `convert/too-large`, `cancelled`. Nothing is left behind then.
 */
export async function convertSeries(engine: Engine, request: ConversionRequest): Promise<Conversion> {
  requireFiles(request.files);
  const folder = await mkdtemp(join(request.parent, '.isocenter-nifti-'));
  try {
    const ended = await runOn(engine, request, folder);
    const files = await outputsIn(folder);
    requireSuccess(ended, files);
    const { options, signal } = request;
    const kept = options.compress ? await compressVolumes(files, signal) : files;
    return new Conversion(folder, kept, engine, warningsOf(ended.said));
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

function requireFiles({ length }: readonly string[]): void {
  if (length === 0) throw new IsocenterError('convert/nothing', { reason: 'no files were given' });
  if (length > convertLimits.files)
    throw new IsocenterError('convert/limit', {
      what: 'Number of files of the series',
      value: length,
      limit: convertLimits.files,
    });
}

/** Where outputs go may be a disk without symbolic links, so those are made elsewhere. */
async function runOn(engine: Engine, request: ConversionRequest, output: string): Promise<Ended> {
  const { files, options, signal } = request;
  await using links = await LinkFolder.of(files);
  const args = [...dcm2niixArguments(options), '-f', OUTPUT_NAME];
  const [program, ...first] = engine.command;
  return await runBounded({
    command:
      engine.kind === 'installed'
        ? [program, ...first, ...args, '-o', output, links.input]
        : [program, ...first, links.input, output, ...args],
    // dcm2niix takes defaults from a file in the home folder; nobody has one there.
    environment: { HOME: links.home },
    watch: async () => void (await outputsIn(output)),
    seconds: convertLimits.seconds,
    memoryBytes: convertLimits.memoryBytes,
    signal,
  });
}

function requireSuccess({ code, said }: Ended, files: readonly ConvertedFile[]): void {
  if (code === codes.outOfMemory)
    throw new IsocenterError('convert/too-large', { reason: 'its memory did not suffice' });
  if (code === codes.nothing || (code === codes.ok && files.length === 0))
    throw new IsocenterError('convert/nothing', {
      reason: complaintOf(said) ?? 'dcm2niix finds no images that make a volume',
    });
  if (code === codes.ok || (code === codes.someConverted && files.length > 0)) return;
  const ending = code === undefined ? 'it crashed' : `it ended with code ${code}`;
  throw new IsocenterError('convert/failed', { reason: complaintOf(said) ?? ending });
}

/** Symbolic links to files that may have any name and lie anywhere. */
class LinkFolder implements AsyncDisposable {
  readonly #folder: string;
  readonly input: string;
  /** An empty folder. */
  readonly home: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.input = join(folder, 'in');
    this.home = join(folder, 'home');
  }

  static async of(files: readonly string[]): Promise<LinkFolder> {
    const links = new LinkFolder(await mkdtemp(join(tmpdir(), 'isocenter-links-')));
    try {
      await links.#fill(files);
      return links;
    } catch (error) {
      await links[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #fill(files: readonly string[]): Promise<void> {
    await mkdir(this.input);
    await mkdir(this.home);
    // dcm2niix goes by names where the images do not say what comes first.
    await Promise.all(
      files.map((file, i) => symlink(file, join(this.input, `${String(i).padStart(6, '0')}.dcm`))),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return removeFolder(this.#folder);
  }
}

const removeFolder = (path: string): Promise<void> => rm(path, { recursive: true, force: true });
