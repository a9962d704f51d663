/** How samples are stored: the data types of NIfTI-1 (nifti1.h, DT_*) that pictures can be made of. */
import { IsocenterError } from '../base/index.ts';

export type Read = (view: DataView, offset: number, isLittleEndian: boolean) => number;

export interface DataType {
  readonly name: string;
  /** Of one sample, all of its colours. */
  readonly bytes: number;
  /** Numbers in one sample: 3 of colours, 4 with transparency. */
  readonly components: 1 | 3 | 4;
  /** One number of it. */
  readonly read: Read;
  /** The smallest array that holds every value of it, 32-bit floats where none does. */
  readonly array: SampleArrayName;
}

export type SampleArrayName = 'Uint8Array' | 'Int16Array' | 'Uint16Array' | 'Float32Array';

const byte: Read = (view, at) => view.getUint8(at);

const number = (name: string, bytes: number, array: SampleArrayName, read: Read): DataType => ({
  name,
  bytes,
  components: 1,
  array,
  read,
});

const colours = (name: string, components: 3 | 4): DataType => ({
  name,
  bytes: components,
  components,
  array: 'Uint8Array',
  read: byte,
});

const dataTypes: Readonly<Record<number, DataType>> = {
  2: number('uint8', 1, 'Uint8Array', byte),
  4: number('int16', 2, 'Int16Array', (view, at, isLittle) => view.getInt16(at, isLittle)),
  8: number('int32', 4, 'Float32Array', (view, at, isLittle) => view.getInt32(at, isLittle)),
  16: number('float32', 4, 'Float32Array', (view, at, isLittle) => view.getFloat32(at, isLittle)),
  64: number('float64', 8, 'Float32Array', (view, at, isLittle) => view.getFloat64(at, isLittle)),
  128: colours('rgb24', 3),
  256: number('int8', 1, 'Int16Array', (view, at) => view.getInt8(at)),
  512: number('uint16', 2, 'Uint16Array', (view, at, isLittle) => view.getUint16(at, isLittle)),
  768: number('uint32', 4, 'Float32Array', (view, at, isLittle) => view.getUint32(at, isLittle)),
  1024: number('int64', 8, 'Float32Array', (view, at, isLittle) => Number(view.getBigInt64(at, isLittle))),
  1280: number('uint64', 8, 'Float32Array', (view, at, isLittle) => Number(view.getBigUint64(at, isLittle))),
  2304: colours('rgba32', 4),
};

/** Those that exist, and that nothing is shown of. */
const others: Readonly<Record<number, string>> = {
  1: 'single bits',
  32: 'complex numbers',
  1536: 'floats of 128 bits',
  1792: 'complex numbers of 128 bits',
  2048: 'complex numbers of 256 bits',
};

/** @throws IsocenterError `nifti/unsupported`, `nifti/bad` */
export function dataTypeOf(code: number): DataType {
  const known = Object.hasOwn(dataTypes, code) ? dataTypes[code] : undefined;
  if (known) return known;
  if (Object.hasOwn(others, code))
    throw new IsocenterError('nifti/unsupported', { what: `samples that are ${others[code]}` });
  throw new IsocenterError('nifti/bad', { reason: `there is no data type ${code}` });
}
