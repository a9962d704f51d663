import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { SeriesFacts } from '../bids/index.ts';
import type { Conversion, ConvertedFile } from '../convert/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';
import { type NiftiHeader, placingOf, readNiftiHeader } from '../nifti/index.ts';
import { objectIn } from './object-in.ts';

/** Known before anything is converted: volumes, directions and diffusion are not. */
export const factsOfHeader = (header: Dataset): SeriesFacts => ({
  modality: header.string(tags.Modality)?.trim() ?? '',
  protocolName: nameOf(header.string(tags.ProtocolName)),
  seriesDescription: nameOf(header.string(tags.SeriesDescription)),
  imageType: header.strings(tags.ImageType).map((value) => value.trim().toUpperCase()),
  volumes: header.number(tags.NumberOfTemporalPositions) ?? 1,
  hasDiffusion: false,
});

/** DICOM has 64 characters; damaged files have anything. */
const nameOf = (value: string | undefined): string => (value ?? '').trim().slice(0, 256);

/** With what the volumes say of themselves. */
export async function factsOf(header: Dataset, { files }: Conversion): Promise<SeriesFacts> {
  const volumes = files.filter(({ extension }) => extension.startsWith('.nii'));
  const headers = await Promise.all(volumes.map(headerOf));
  const known = headers.filter((one) => one !== undefined);
  const counts = known.map((one) => one.volumes);
  const phaseDirection = await phaseDirectionOf(files, volumes[0], headers[0]);
  return {
    ...factsOfHeader(header),
    volumes: Math.max(1, ...counts),
    // A table of one direction is that of a reference, which has none.
    hasDiffusion: files.some(({ extension }) => extension === '.bvec') && Math.max(1, ...counts) > 1,
    ...(phaseDirection === undefined ? {} : { phaseDirection }),
  };
}

const HEADER_BYTES = 1_024;

/** Undefined for one that cannot be read: then the name has to do without. */
async function headerOf({ path, extension }: ConvertedFile): Promise<NiftiHeader | undefined> {
  const file = createReadStream(path, { end: 64 * 1024 });
  const unpacked = extension === '.nii.gz' ? file.pipe(createGunzip()) : file;
  let bytes = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      if (bytes.length >= HEADER_BYTES) break;
    }
  } catch {
    // The end of what was read is no end of the packing.
  }
  file.destroy();
  try {
    return readNiftiHeader(bytes);
  } catch {
    return undefined;
  }
}

/** Letters of the ends of the axes of NIfTI: to the right, to the front, to the head. */
const ends = [
  ['L', 'R'],
  ['P', 'A'],
  ['I', 'S'],
] as const;

/**
 * `AP`, `RL`: from where to where phases are encoded. BIDS, PhaseEncodingDirection: i, j and k are axes of the volume, and `-` is against
 * them.
 */
async function phaseDirectionOf(
  files: readonly ConvertedFile[],
  volume: ConvertedFile | undefined,
  header: NiftiHeader | undefined,
): Promise<string | undefined> {
  const sidecar = files.find(({ extension, suffix }) => extension === '.json' && suffix === volume?.suffix);
  if (!sidecar || !header) return undefined;
  const said = phaseEncodingIn(await readFile(sidecar.path, 'utf8'));
  const { affine, isOriented } = placingOf(header);
  if (said === undefined || !isOriented) return undefined;
  const axis = 'ijk'.indexOf(said[0]!);
  const along = affine.map((row) => row[axis]! * (said.endsWith('-') ? -1 : 1));
  const steepest = [0, 1, 2].reduce((best, at) =>
    Math.abs(along[at]!) > Math.abs(along[best]!) ? at : best,
  );
  const [low, high] = ends[steepest]!;
  return along[steepest]! > 0 ? low + high : high + low;
}

function phaseEncodingIn(sidecar: string): string | undefined {
  const said = objectIn(sidecar)?.PhaseEncodingDirection;
  return typeof said === 'string' && /^[ijk]-?$/.test(said) ? said : undefined;
}
