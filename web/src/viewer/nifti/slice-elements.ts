/** What a slice of a NIfTI file would say of itself if it were DICOM: everything that shows images reads that. */
import {
  type NiftiFile,
  type NiftiGrid,
  type SampleArrayName,
  sampleArrayOf,
} from '../../../../src/nifti/index.ts';
import type { JsonInstance } from '../../api/dicom-web.ts';
import { tags } from '../engine/tags.ts';
import { fullWindow } from '../volume/own-window.ts';
import { volumeTags } from '../volume/volume-tags.ts';

interface Described {
  readonly file: NiftiFile;
  readonly grid: NiftiGrid;
  /** What is to be black and white. */
  readonly range: readonly [number, number];
  /** Any text: what has the same is in one place. */
  readonly frameOfReference: string;
}

const BITS_ALLOCATED = '00280100';
const HIGH_BIT = '00280102';
/** OT, other (PS3.3 C.7.3.1.1.1): the file does not say what made it. */
const modality = 'OT';

/** Samples as Cornerstone keeps them; floats are more than any whole number of DICOM holds. */
const pixels: Readonly<Record<SampleArrayName, { readonly bits: number; readonly isSigned: boolean }>> = {
  Uint8Array: { bits: 8, isSigned: false },
  Int16Array: { bits: 16, isSigned: true },
  Uint16Array: { bits: 16, isSigned: false },
  Float32Array: { bits: 32, isSigned: true },
};

/** @param slice of the grid, from 0 */
export function elementsOf({ file, grid, range, frameOfReference }: Described, slice: number): JsonInstance {
  const { bits, isSigned } = pixels[sampleArrayOf(file.header)];
  const isColour = file.header.dataType.components > 1;
  const { center, width } = fullWindow(range);
  const [along, down] = grid.spacing;
  return {
    [tags.Modality]: texts('CS', modality),
    // By which its image ids name it.
    [tags.SOPInstanceUID]: texts('UI', String(slice)),
    [tags.InstanceNumber]: numbers('IS', slice + 1),
    [tags.ImagePositionPatient]: numbers('DS', ...grid.positionOf(slice)),
    [tags.ImageOrientationPatient]: numbers('DS', ...grid.row, ...grid.column),
    [tags.FrameOfReferenceUID]: texts('UI', frameOfReference),
    [volumeTags.SamplesPerPixel]: numbers('US', isColour ? 3 : 1),
    [volumeTags.PhotometricInterpretation]: texts('CS', isColour ? 'RGB' : 'MONOCHROME2'),
    [tags.Rows]: numbers('US', grid.rows),
    [tags.Columns]: numbers('US', grid.columns),
    // Lengths are only true where the axes are at right angles.
    ...(grid.isRectangular && { [volumeTags.PixelSpacing]: numbers('DS', down, along) }),
    [BITS_ALLOCATED]: numbers('US', bits),
    [volumeTags.BitsStored]: numbers('US', bits),
    [HIGH_BIT]: numbers('US', bits - 1),
    [volumeTags.PixelRepresentation]: numbers('US', isSigned ? 1 : 0),
    ...(!isColour && {
      [volumeTags.WindowCenter]: numbers('DS', center),
      [volumeTags.WindowWidth]: numbers('DS', width),
    }),
  };
}

const texts = (vr: string, ...Value: readonly string[]) => ({ vr, Value });
const numbers = (vr: string, ...Value: readonly number[]) => ({ vr, Value });
