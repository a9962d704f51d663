/** Images are loaded with the tables that say what their values mean, and have the values after their modality LUT, as others have. */
import { imageLoader, type Types, utilities } from '@cornerstonejs/core';
import { getMinMax, wadors } from '@cornerstonejs/dicom-image-loader';
import { type LookupTable, lookUp } from '../../../../../src/pixels/index.ts';
import { fetchTransforms, hasTables, transformsOf } from './image-transforms.ts';

const { toWindowLevel } = utilities.windowLevel;

/** Called once, after the loader has registered itself. */
export const loadTables = (): void => imageLoader.registerImageLoader('wadors', load);

function load(id: string, options?: Parameters<Types.ImageLoaderFn>[1]): ReturnType<Types.ImageLoaderFn> {
  const loading = wadors.loadImage(id, options);
  if (!hasTables(id)) return loading;
  return { ...loading, promise: withTables(id, loading.promise) };
}

async function withTables(id: string, loading: Promise<Types.IImage>): Promise<Types.IImage> {
  const [image] = await Promise.all([loading, fetchTransforms(id)]);
  const { modality, vois = [] } = transformsOf(id) ?? {};
  if (!modality || !('table' in modality)) return image;
  const values = measured(image, modality.table);
  const hasWindow = vois.some(({ voi }) => !('table' in voi));
  return hasWindow ? values : { ...values, ...toWindowLevel(values.minPixelValue, values.maxPixelValue) };
}

/** PS3.3 C.11.1. */
function measured(image: Types.IImage, table: LookupTable): Types.IImage {
  const stored = image.getPixelData();
  const scalarData = new (table.bits > 8 ? Uint16Array : Uint8Array)(stored.length);
  for (let i = 0; i < stored.length; i++) scalarData[i] = lookUp(table, stored[i]!);
  const { min, max } = getMinMax(scalarData);
  const { columns, rows } = image;
  return {
    ...image,
    ...{ minPixelValue: min, maxPixelValue: max, sizeInBytes: scalarData.byteLength },
    dataType: scalarData.constructor.name as Types.PixelDataTypedArrayString,
    getPixelData: () => scalarData,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      ...{ scalarData, width: columns, height: rows, numberOfComponents: 1 },
    }),
  };
}
