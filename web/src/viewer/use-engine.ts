import { useTimeout } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Engine } from './engine/engine.ts';
import { SeriesLibrary } from './engine/series-library.ts';
import { loadEngine } from './parts.ts';

/** So long a first picture is waited for: getting ready to draw holds the page up, and that picture with it. */
const PATIENCE_MS = 600;

export interface OpenEngine {
  /** What was read of series, for as long as the viewer is open. */
  readonly library: SeriesLibrary;
  /** What draws, for as long; undefined until it is there. */
  readonly engine: Engine | undefined;
}

/** @param isPictured something is seen already. Throws where what draws could not be loaded. */
export function useEngine(isPictured: boolean): OpenEngine {
  const [library] = useState(() => new SeriesLibrary());
  const [isLate, setLate] = useState(false);
  const [{ engine, error }, setLoaded] = useState<{ engine?: Engine; error?: unknown }>({});
  const isWanted = isPictured || isLate;
  useTimeout(() => setLate(true), PATIENCE_MS, { autoInvoke: true });
  useEffect(() => () => library.close(), [library]);
  useEffect(() => {
    if (!isWanted) return;
    let opened: Engine | undefined;
    let isClosed = false;
    loadEngine().then(
      ({ Engine }) => {
        if (isClosed) return;
        opened = new Engine(library);
        setLoaded({ engine: opened });
      },
      (failure: unknown) => setLoaded({ error: failure }),
    );
    return () => {
      isClosed = true;
      setLoaded({});
      // React cleans up around its children first: the views that draw with it close before it does.
      queueMicrotask(() => opened?.close());
    };
  }, [library, isWanted]);
  if (error !== undefined) throw error;
  return { library, engine };
}
