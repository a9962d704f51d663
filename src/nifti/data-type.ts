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

const dataTypes: Readonly<Record<number, DataType>> = {
  2: { name: 'uint8', bytes: 1, components: 1, read: byte, array: 'Uint8Array' },
  4: {
    ...{ name: 'int16', bytes: 2, components: 1, array: 'Int16Array' },
    read: (view, at, isLittle) => view.getInt16(at, isLittle),
  },
  8: {
    ...{ name: 'int32', bytes: 4, components: 1, array: 'Float32Array' },
    read: (view, at, isLittle) => view.getInt32(at, isLittle),
  },
  16: {
    ...{ name: 'float32', bytes: 4, components: 1, array: 'Float32Array' },
    read: (view, at, isLittle) => view.getFloat32(at, isLittle),
  },
  64: {
    ...{ name: 'float64', bytes: 8, components: 1, array: 'Float32Array' },
    read: (view, at, isLittle) => view.getFloat64(at, isLittle),
  },
  128: { name: 'rgb24', bytes: 3, components: 3, read: byte, array: 'Uint8Array' },
  256: {
    ...{ name: 'int8', bytes: 1, components: 1, array: 'Int16Array' },
    read: (view, at) => view.getInt8(at),
  },
  512: {
    ...{ name: 'uint16', bytes: 2, components: 1, array: 'Uint16Array' },
    read: (view, at, isLittle) => view.getUint16(at, isLittle),
  },
  768: {
    ...{ name: 'uint32', bytes: 4, components: 1, array: 'Float32Array' },
    read: (view, at, isLittle) => view.getUint32(at, isLittle),
  },
  1024: {
    ...{ name: 'int64', bytes: 8, components: 1, array: 'Float32Array' },
    read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)),
  },
  1280: {
    ...{ name: 'uint64', bytes: 8, components: 1, array: 'Float32Array' },
    read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)),
  },
  2304: { name: 'rgba32', bytes: 4, components: 4, read: byte, array: 'Uint8Array' },
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
