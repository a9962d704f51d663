import { IsocenterError } from '../../base/index.ts';
import type { Frame } from '../frame.ts';

/** A frame as the JPEG 2000 encoders take it: whole cells, whatever is stored in them. */
export function jpeg2000Input({ image, bytes }: Frame): { info: WasmFrameInfo; bytes: Uint8Array } {
  const { rows, columns, samplesPerPixel, bitsAllocated, isSigned, planarConfiguration } = image;
  if (
    (bitsAllocated !== 8 && bitsAllocated !== 16) ||
    planarConfiguration === 1 ||
    image.sampleKind !== 'integer'
  )
    throw new IsocenterError('pixels/unsupported', { what: `JPEG 2000 of ${bitsAllocated} bits a sample` });
  const info = {
    width: columns,
    height: rows,
    componentCount: samplesPerPixel,
    bitsPerSample: bitsAllocated,
    isSigned: isSigned && bitsAllocated === 16,
    isUsingColorTransform: samplesPerPixel === 3,
  };
  return { info, bytes };
}
