import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { convertLimits } from './limits.ts';

/** What dcm2niix is told to call everything: what it adds to that tells the files of a series apart. */
export const OUTPUT_NAME = 'image';

/** By the ends of file names. */
export const outputExtensions = ['.nii.gz', '.nii', '.json', '.bval', '.bvec'] as const;
export type OutputExtension = (typeof outputExtensions)[number];

export interface ConvertedFile {
  readonly path: string;
  readonly bytes: number;
  /** What tells it from others of the series: `` or such as `_e2`, `_ph`, `_Tilt`, `a`. Files that belong together have the same. */
  readonly suffix: string;
  readonly extension: OutputExtension;
}

/**
 * What lies in the folder, by name.
 * @throws IsocenterError `convert/limit` over `outputs` or `outputBytes`.
 */
export async function outputsIn(folder: string): Promise<ConvertedFile[]> {
  const names = (await readdir(folder)).sort();
  requireWithin('Number of files', names.length, convertLimits.outputs);
  const files = await Promise.all(names.map((name) => outputOf(folder, name)));
  const outputs = files.filter((file) => file !== undefined);
  const bytes = outputs.reduce((sum, file) => sum + file.bytes, 0);
  requireWithin('Size of the files in bytes', bytes, convertLimits.outputBytes);
  return outputs;
}

async function outputOf(folder: string, name: string): Promise<ConvertedFile | undefined> {
  const extension = outputExtensions.find((end) => name.endsWith(end));
  if (extension === undefined || !name.startsWith(OUTPUT_NAME)) return undefined;
  const path = join(folder, name);
  // It may go between listing and looking, as long as the program runs.
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return undefined;
  return { path, bytes: info.size, suffix: name.slice(OUTPUT_NAME.length, -extension.length), extension };
}

function requireWithin(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('convert/limit', { what, value, limit });
}
