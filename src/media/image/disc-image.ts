/** Images of discs: which file system is in them, and the files that it has. */
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { iso9660Volumes } from '../iso9660/index.ts';
import {
  BudgetSource,
  type ByteSource,
  readBytes,
  SECTOR,
  type Volume,
  type VolumeFormat,
} from '../sectors/index.ts';
import { udfVolume } from '../udf/index.ts';
import { DiscFile } from './disc-file.ts';
import { openSectors } from './open-sectors.ts';
import { type Damage, imageLimits, walkVolume } from './walk-volume.ts';

export interface DiscImage {
  readonly format: VolumeFormat;
  /** What the disc calls itself; may be empty. */
  readonly label: string;
  /** By path, which begins with `/`, in the order of the disc. */
  readonly files: ReadonlyMap<string, DiscFile>;
  /** What is there and cannot be read, and why. A file may still turn out unreadable when it is read. */
  readonly damaged: ReadonlyMap<string, Damage>;
}

/** The first sector with volume descriptors. ECMA-119 8.1, ECMA-167 2/8.3. */
const RECOGNISED_AT = 16;
/** ISO 9660, and what a volume recognition sequence of UDF begins with. */
const identifiers = new Set(['CD001', 'BEA01', 'NSR02', 'NSR03']);

/** Whether a file begins as the image of a disc does. One read, or two. @throws IsocenterError `disc/unreadable` */
export async function isDiscImage(path: string): Promise<boolean> {
  const { file, contents } = await openSectors(path);
  await using _ = file;
  if (contents.size < (RECOGNISED_AT + 1) * SECTOR) return false;
  const sector = await readBytes(contents, RECOGNISED_AT * SECTOR, SECTOR);
  return identifiers.has(sector.toString('latin1', 1, 6));
}

/**
 * Everything in an image, without its contents. A disc often has several file systems for the same files: UDF counts before
 * Joliet, that before Rock Ridge, and plain ISO 9660 is the last, wherever the one before has no file.
 * @throws IsocenterError `disc/none`, `disc/damaged`, `disc/limit`, `disc/unreadable`, `disc/unsupported`
 */
export async function openDiscImage(
  path: string,
  limits: typeof imageLimits = imageLimits,
): Promise<DiscImage> {
  const { known, file, contents } = await openSectors(path);
  await using _ = file;
  let best: DiscImage | undefined;
  let failure: IsocenterError | undefined;
  for await (const volume of volumesIn(new BudgetSource(contents))) {
    if (volume instanceof IsocenterError) {
      failure ??= volume;
      continue;
    }
    const walked = await walkVolume(volume, file.size, limits);
    const files = new Map(walked.files.map((one) => [one.path, new DiscFile(known, one.extents, one.size)]));
    const { format, label } = volume;
    best ??= { format, label, files, damaged: walked.damaged };
    if (files.size > 0) return { format, label, files, damaged: walked.damaged };
  }
  if (best) return best;
  throw failure ?? new IsocenterError('disc/none', { reason: 'it has neither ISO 9660 nor UDF' });
}

async function* volumesIn(source: ByteSource): AsyncGenerator<Volume | IsocenterError> {
  for (const read of [udfVolumes, iso9660Volumes]) {
    try {
      yield* await read(source);
    } catch (error) {
      yield asIsocenterError(error);
    }
  }
}

async function udfVolumes(source: ByteSource): Promise<Volume[]> {
  const volume = await udfVolume(source);
  return volume ? [volume] : [];
}
