/** The header of NIfTI-1 (nifti1.h) and NIfTI-2 (nifti2.h): the same fields, of other sizes at other places. */
import { IsocenterError } from '../base/index.ts';
import { type DataType, dataTypeOf } from './data-type.ts';
import { niftiLimits } from './limits.ts';

export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly isLittleEndian: boolean;
  /** Samples along i, j and k. */
  readonly size: readonly [number, number, number];
  /** All further dimensions together: times, directions, statistics. */
  readonly volumes: number;
  readonly dataType: DataType;
  /** From stored numbers to those that they mean; 1 and 0 where the header asks for nothing. */
  readonly slope: number;
  readonly intercept: number;
  /** What is to be darkest and brightest, in what samples mean; undefined where it says nothing. */
  readonly shown: readonly [least: number, most: number] | undefined;
  /** `pixdim`, as it is: the first is the side that the third axis is on (`qfac`). */
  readonly steps: readonly number[];
  /** Millimetres for one of its units of length. */
  readonly millimetres: number;
  /** Seconds for one of its units of time; undefined where the fourth dimension is no time. */
  readonly seconds: number | undefined;
  readonly quaternion: {
    readonly code: number;
    readonly b: number;
    readonly c: number;
    readonly d: number;
    readonly offset: readonly [number, number, number];
  };
  readonly rows: { readonly code: number; readonly matrix: readonly number[] };
  /** Where the samples begin, from the beginning of the file. */
  readonly sampleOffset: number;
  readonly sampleBytes: number;
}

/** Where a field is, and how it is read. */
interface Layout {
  readonly version: 1 | 2;
  readonly bytes: number;
  /** Where `n+1` or `n+2` stands. */
  readonly magic: number;
  readonly least: number;
  readonly dim: Field;
  readonly datatype: Field;
  readonly pixdim: Field;
  readonly voxOffset: Field;
  readonly sclSlope: Field;
  readonly sclInter: Field;
  readonly calMax: Field;
  readonly calMin: Field;
  readonly units: Field;
  readonly qformCode: Field;
  readonly sformCode: Field;
  readonly quatern: Field;
  readonly srow: Field;
}

type Kind = 'int8' | 'int16' | 'int32' | 'int64' | 'float32' | 'float64';
type Field = readonly [offset: number, kind: Kind];

const layouts: readonly Layout[] = [
  {
    ...{ version: 1, bytes: 348, magic: 344, least: 352 },
    ...{ dim: [40, 'int16'], datatype: [70, 'int16'], pixdim: [76, 'float32'], voxOffset: [108, 'float32'] },
    ...{ sclSlope: [112, 'float32'], sclInter: [116, 'float32'], units: [123, 'int8'] },
    ...{ calMax: [124, 'float32'], calMin: [128, 'float32'], qformCode: [252, 'int16'] },
    ...{ sformCode: [254, 'int16'], quatern: [256, 'float32'], srow: [280, 'float32'] },
  },
  {
    ...{ version: 2, bytes: 540, magic: 4, least: 544 },
    ...{ dim: [16, 'int64'], datatype: [12, 'int16'], pixdim: [104, 'float64'], voxOffset: [168, 'int64'] },
    ...{ sclSlope: [176, 'float64'], sclInter: [184, 'float64'], units: [500, 'int32'] },
    ...{ calMax: [192, 'float64'], calMin: [200, 'float64'], qformCode: [344, 'int32'] },
    ...{ sformCode: [348, 'int32'], quatern: [352, 'float64'], srow: [400, 'float64'] },
  },
];

/** As much as tells how long the header is. */
export const NIFTI_SIZE_BYTES = 4;

/** How long the header is, by its first four bytes. @throws IsocenterError `nifti/bad` */
export const niftiHeaderBytes = (start: Uint8Array): number => layoutOf(start).layout.bytes;

/**
 * @param bytes the whole header
 * @throws IsocenterError `nifti/bad`, `dicom/limit`, `nifti/unsupported`
 */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  const { layout, isLittleEndian } = layoutOf(bytes);
  const field = fieldsOf(bytes, isLittleEndian);
  const magic = String.fromCharCode(...bytes.subarray(layout.magic, layout.magic + 3));
  if (magic === `ni${layout.version}`)
    throw new IsocenterError('nifti/unsupported', { what: 'a header whose samples are in a file beside it' });
  if (magic !== `n+${layout.version}`) throw bad('it does not say that it is NIfTI');
  const dataType = dataTypeOf(field(layout.datatype));
  const { size, volumes } = sizeOf(Array.from({ length: 8 }, (_, i) => field(layout.dim, i)));
  const sampleBytes = size[0] * size[1] * size[2] * volumes * dataType.bytes;
  if (sampleBytes > niftiLimits.sampleBytes)
    throw tooMuch('bytes of samples', sampleBytes, niftiLimits.sampleBytes);
  const units = field(layout.units);
  return {
    ...{ version: layout.version, isLittleEndian, size, volumes, dataType, sampleBytes },
    ...scaling(field(layout.sclSlope), field(layout.sclInter), dataType),
    shown: rangeOf(field(layout.calMin), field(layout.calMax)),
    steps: Array.from({ length: 8 }, (_, i) => field(layout.pixdim, i)),
    millimetres: lengths[units & 7] ?? 1,
    seconds: times[units & 56],
    quaternion: {
      code: field(layout.qformCode),
      ...{ b: field(layout.quatern), c: field(layout.quatern, 1), d: field(layout.quatern, 2) },
      offset: [field(layout.quatern, 3), field(layout.quatern, 4), field(layout.quatern, 5)],
    },
    rows: {
      code: field(layout.sformCode),
      matrix: Array.from({ length: 12 }, (_, i) => field(layout.srow, i)),
    },
    sampleOffset: offsetOf(field(layout.voxOffset), layout.least),
  };
}

/** `xyzt_units`: metres, millimetres, micrometres; seconds, and less. */
const lengths: Readonly<Record<number, number>> = { 1: 1_000, 2: 1, 3: 0.001 };
const times: Readonly<Record<number, number>> = { 8: 1, 16: 1e-3, 24: 1e-6 };

function layoutOf(bytes: Uint8Array): { layout: Layout; isLittleEndian: boolean } {
  if (bytes.length < NIFTI_SIZE_BYTES) throw bad('it ends before its header does');
  const view = viewOf(bytes);
  for (const layout of layouts)
    for (const isLittleEndian of [true, false])
      if (view.getInt32(0, isLittleEndian) === layout.bytes) return { layout, isLittleEndian };
  throw bad('it does not begin as NIfTI does');
}

const byteCounts: Readonly<Record<Kind, number>> = {
  ...{ int8: 1, int16: 2, int32: 4, int64: 8, float32: 4, float64: 8 },
};

function fieldsOf(bytes: Uint8Array, isLittle: boolean) {
  const view = viewOf(bytes);
  const readers: Readonly<Record<Kind, (at: number) => number>> = {
    int8: (at) => view.getInt8(at),
    int16: (at) => view.getInt16(at, isLittle),
    int32: (at) => view.getInt32(at, isLittle),
    int64: (at) => Number(view.getBigInt64(at, isLittle)),
    float32: (at) => view.getFloat32(at, isLittle),
    float64: (at) => view.getFloat64(at, isLittle),
  };
  return ([offset, kind]: Field, index = 0): number => readers[kind](offset + index * byteCounts[kind]);
}

function sizeOf([count = 0, ...lengths]: readonly number[]) {
  if (!(count >= 1 && count <= 7)) throw bad(`it has ${count} dimensions`);
  const used = lengths.map((length, i) => (i < count ? length : 1));
  if (!used.every((length) => Number.isInteger(length) && length >= 1)) throw bad('one dimension is empty');
  const [i = 1, j = 1, k = 1, ...further] = used;
  const size = [i, j, k] as const;
  const longest = Math.max(...size);
  if (longest > niftiLimits.axis) throw tooMuch('samples along an axis', longest, niftiLimits.axis);
  const volumes = further.reduce((product, length) => product * length, 1);
  if (volumes > niftiLimits.volumes) throw tooMuch('volumes', volumes, niftiLimits.volumes);
  return { size, volumes };
}

/** A slope of nothing, or of no number, means that there is none; colours have none. */
function scaling(slope: number, intercept: number, { components }: DataType) {
  const isUsed = components === 1 && slope !== 0 && Number.isFinite(slope) && Number.isFinite(intercept);
  return isUsed ? { slope, intercept } : { slope: 1, intercept: 0 };
}

const rangeOf = (least: number, most: number): readonly [number, number] | undefined =>
  Number.isFinite(least) && Number.isFinite(most) && least < most ? [least, most] : undefined;

/** @param least where samples can begin; files that say 0 mean it */
function offsetOf(announced: number, least: number): number {
  const offset = announced === 0 ? least : announced;
  if (!Number.isInteger(offset) || offset < least) throw bad('its samples begin inside of its header');
  if (offset - least > niftiLimits.gapBytes)
    throw tooMuch('bytes before the samples', offset, niftiLimits.gapBytes);
  return offset;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);
const bad = (reason: string) => new IsocenterError('nifti/bad', { reason });
const tooMuch = (what: string, value: number, limit: number) =>
  new IsocenterError('dicom/limit', { what: `The number of ${what}`, value, limit });
