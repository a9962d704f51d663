/** An image that no loader of Cornerstone's decoded: samples that were worked out here. */
import { type Types, utilities } from '@cornerstonejs/core';
import type { Window } from './presets.ts';

export interface MadeImage {
  readonly id: string;
  readonly columns: number;
  readonly rows: number;
  /** Row by row, pixel by pixel; as many for each as there are components. */
  readonly samples: Types.PixelDataTypedArray;
  /** Millimetres from pixel to pixel, along a row and down a column. */
  readonly spacing: readonly [number, number];
  /** The darkest and the brightest sample. */
  readonly range: readonly [number, number];
  readonly window: Window;
}

export function madeImage({ id, columns, rows, samples, spacing, range, window }: MadeImage): Types.IImage {
  const numberOfComponents = samples.length / (columns * rows);
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    ...{ scalarData: samples, width: columns, height: rows, numberOfComponents },
  });
  const [minPixelValue, maxPixelValue] = range;
  return {
    ...{ imageId: id, columns, rows, width: columns, height: rows },
    ...{ color: numberOfComponents > 1, rgba: false, numberOfComponents, invert: false },
    dataType: samples.constructor.name as Types.PixelDataTypedArrayString,
    columnPixelSpacing: spacing[0],
    rowPixelSpacing: spacing[1],
    ...{ slope: 1, intercept: 0, minPixelValue, maxPixelValue },
    ...{ windowCenter: window.center, windowWidth: window.width },
    sizeInBytes: samples.byteLength,
    voxelManager,
    getPixelData: () => samples,
  } as unknown as Types.IImage;
}
