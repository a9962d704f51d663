/** NIfTI files, field by field: nifti1.h, nifti2.h. */

export interface NiftiTerms {
  readonly version?: 1 | 2;
  readonly isLittleEndian?: boolean;
  /** i, j, k, and what comes after. */
  readonly size: readonly number[];
  /** `DT_*`; default: signed, of 16 bits. */
  readonly datatype?: number;
  /** Bytes of a sample. */
  readonly bytes?: number;
  /** Writes a sample, all of it. Default: its number. */
  readonly write?: (view: DataView, offset: number, index: number, isLittleEndian: boolean) => void;
  readonly slope?: number;
  readonly intercept?: number;
  /** `cal_min`, `cal_max` */
  readonly shown?: readonly [number, number];
  /** Default: 1 each. */
  readonly pixdim?: readonly number[];
  /** `xyzt_units`; default: millimetres and seconds. */
  readonly units?: number;
  /** Rows of the matrix, one after the other. */
  readonly sform?: readonly number[];
  /** b, c, d, and the offset. */
  readonly qform?: readonly number[];
  /** Bytes between header and samples. */
  readonly gap?: number;
}

type Put = (
  offset: number,
  kind: 'Int16' | 'Int32' | 'Float32' | 'Float64' | 'BigInt64',
  value: number,
) => void;

export function niftiFile(terms: NiftiTerms): Buffer<ArrayBuffer> {
  const { version = 1, isLittleEndian = true, size, bytes = 2, gap = 0, write = writeIndex } = terms;
  const count = size.reduce((product, length) => product * length, 1);
  const offset = (version === 1 ? 352 : 544) + gap;
  const file = Buffer.from(new ArrayBuffer(offset + count * bytes));
  const view = new DataView(file.buffer);
  const put: Put = (at, kind, value) =>
    kind === 'BigInt64'
      ? view.setBigInt64(at, BigInt(value), isLittleEndian)
      : view[`set${kind}`](at, value, isLittleEndian);
  if (version === 1) writeFirst(file, put, terms, offset);
  else writeSecond(file, put, terms, offset);
  for (let index = 0; index < count; index++) write(view, offset + index * bytes, index, isLittleEndian);
  return file;
}

const writeIndex: NonNullable<NiftiTerms['write']> = (view, offset, index, isLittleEndian) =>
  view.setInt16(offset, index, isLittleEndian);

function writeFirst(file: Buffer, put: Put, terms: NiftiTerms, offset: number): void {
  const { size, datatype = 4, bytes = 2, slope = 0, intercept = 0, units = 10 } = terms;
  put(0, 'Int32', 348);
  for (const [i, length] of [size.length, ...size].entries()) put(40 + 2 * i, 'Int16', length);
  put(70, 'Int16', datatype);
  put(72, 'Int16', bytes * 8);
  for (const [i, step] of stepsOf(terms).entries()) put(76 + 4 * i, 'Float32', step);
  put(108, 'Float32', offset);
  put(112, 'Float32', slope);
  put(116, 'Float32', intercept);
  file[123] = units;
  put(124, 'Float32', terms.shown?.[1] ?? 0);
  put(128, 'Float32', terms.shown?.[0] ?? 0);
  put(252, 'Int16', terms.qform ? 1 : 0);
  put(254, 'Int16', terms.sform ? 1 : 0);
  for (const [i, number] of (terms.qform ?? []).entries()) put(256 + 4 * i, 'Float32', number);
  for (const [i, number] of (terms.sform ?? []).entries()) put(280 + 4 * i, 'Float32', number);
  file.write('n+1\0', 344, 'latin1');
}

function writeSecond(file: Buffer, put: Put, terms: NiftiTerms, offset: number): void {
  const { size, datatype = 4, bytes = 2, slope = 0, intercept = 0, units = 10 } = terms;
  put(0, 'Int32', 540);
  file.write('n+2\0\r\n\x1a\n', 4, 'latin1');
  put(12, 'Int16', datatype);
  put(14, 'Int16', bytes * 8);
  for (let i = 0; i < 8; i++) put(16 + 8 * i, 'BigInt64', [size.length, ...size][i] ?? 1);
  for (const [i, step] of stepsOf(terms).entries()) put(104 + 8 * i, 'Float64', step);
  put(168, 'BigInt64', offset);
  put(176, 'Float64', slope);
  put(184, 'Float64', intercept);
  put(192, 'Float64', terms.shown?.[1] ?? 0);
  put(200, 'Float64', terms.shown?.[0] ?? 0);
  put(344, 'Int32', terms.qform ? 1 : 0);
  put(348, 'Int32', terms.sform ? 1 : 0);
  for (const [i, number] of (terms.qform ?? []).entries()) put(352 + 8 * i, 'Float64', number);
  for (const [i, number] of (terms.sform ?? []).entries()) put(400 + 8 * i, 'Float64', number);
  put(500, 'Int32', units);
}

const stepsOf = ({ pixdim = [] }: NiftiTerms): number[] =>
  Array.from({ length: 8 }, (_, i) => pixdim[i] ?? 1);
