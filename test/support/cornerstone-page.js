/* The page of cornerstone.ts. It holds Cornerstone's image loader the way viewers do, and no more of a viewer than that. */
import { imageLoader } from '@cornerstonejs/core';
import { init, wadors } from '@cornerstonejs/dicom-image-loader';
import { utilities } from '@cornerstonejs/metadata';

let headers = {};
let addMetadata;

globalThis.viewer = {
  start({ token, useLegacyMetadataProvider }) {
    headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    addMetadata = useLegacyMetadataProvider ? wadors.metaDataManager.add : utilities.addDicomWebInstance;
    init({ useLegacyMetadataProvider, maxWebWorkers: 1, beforeSend: async () => headers });
  },

  /** Gives the loader what /metadata says of each frame, under its `wadors` image ID. */
  async register(series) {
    const accept = { Accept: 'application/dicom+json' };
    const response = await fetch(`${series}/metadata`, { headers: { ...headers, ...accept } });
    if (!response.ok) return response.status;
    for (const instance of await response.json()) {
      const { '00080018': sopInstanceUid, '00280008': numberOfFrames } = instance;
      const frames = `wadors:${series}/instances/${sopInstanceUid.Value[0]}/frames`;
      for (let frame = 1; frame <= (numberOfFrames?.Value[0] ?? 1); frame++)
        await addMetadata(`${frames}/${frame}`, instance);
    }
    return response.status;
  },

  /** The loader rejects with the request that failed, bare or as the `error` of an object, or with an error. */
  async load(imageId, retrieveOptions) {
    try {
      const image = await imageLoader.loadImage(imageId, { retrieveOptions });
      return { samples: image.getPixelData() };
    } catch (thrown) {
      const error = thrown.error ?? thrown;
      return { status: error.status, reason: error.message };
    }
  },
};
