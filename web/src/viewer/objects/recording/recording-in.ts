import { queryOptions } from '@tanstack/react-query';
import type { ListedFile } from '../../../../../src/contract/index.ts';
import { openEdf } from '../../../../../src/waveform/index.ts';
import { previewBytes } from '../../../api/files.ts';

/** The recording in a file: its header is read now, samples as they are looked at. */
export const recordingIn = (file: ListedFile | undefined) =>
  queryOptions({
    queryKey: ['files', file?.digest, 'recording'],
    queryFn: ({ signal }) => {
      const { digest, size } = file!;
      return openEdf((start, end, abort) => previewBytes(digest, start, end, abort), size, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
