/** What is to be known of a series before anything of it is drawn. */
import { useCallback, useEffect, useState } from 'react';
import { sessionEnded } from '../api/session.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { SeriesLibrary } from './engine/series-library.ts';

export interface ReadImages {
  /** Of a series that was read; it may have no images. */
  readonly images?: SeriesImages | undefined;
  /** Why it could not be read. */
  readonly error?: unknown;
  readonly retry: () => void;
}

interface Read {
  readonly series: string;
  readonly images?: SeriesImages;
  readonly error?: unknown;
}

export function useImages(library: SeriesLibrary, study: string, series: string): ReadImages {
  const [read, setRead] = useState<Read>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt reads it again
  useEffect(() => {
    let isClosed = false;
    setRead(undefined);
    library.images(study, series).then(
      (images) => {
        if (!isClosed) setRead({ series, images });
      },
      (error: unknown) => {
        if (isClosed) return;
        sessionEnded.notice(error);
        setRead({ series, error });
      },
    );
    return () => {
      isClosed = true;
    };
  }, [library, study, series, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  // Of the series that was asked for before, nothing is told.
  return read?.series === series ? { images: read.images, error: read.error, retry } : { retry };
}
