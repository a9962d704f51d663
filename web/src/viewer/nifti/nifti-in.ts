import { queryOptions } from '@tanstack/react-query';
import type { ListedFile } from '../../../../src/contract/index.ts';
import { readNifti } from '../../../../src/nifti/index.ts';
import { previewStream } from '../../api/files.ts';
import { NiftiSeries } from './nifti-series.ts';

/** The volume in a file, all of it. It is forgotten when nobody looks at it: it may be large. */
export const niftiIn = (file: ListedFile | undefined, onProgress: (share: number) => void) =>
  queryOptions({
    queryKey: ['files', file?.digest, 'volume'],
    queryFn: async ({ signal }) => {
      const { digest, name, size } = file!;
      const stream = await previewStream(digest, signal);
      return new NiftiSeries({ digest, name }, await readNifti(stream, size, { onProgress }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    structuralSharing: false,
  });
