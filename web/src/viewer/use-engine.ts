import { useEffect, useState } from 'react';
import { Engine } from './engine/engine.ts';

/** What draws, for as long as the viewer is open; undefined until it is there. */
export function useEngine(): Engine | undefined {
  const [engine, setEngine] = useState<Engine>();
  useEffect(() => {
    const opened = new Engine();
    setEngine(opened);
    return () => {
      setEngine(undefined);
      // React cleans up around its children first: the views that draw with it close before it does.
      queueMicrotask(() => opened.close());
    };
  }, []);
  return engine;
}
