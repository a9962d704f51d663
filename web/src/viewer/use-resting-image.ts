import { useEffect } from 'react';
import type { StackView } from './engine/stack-view.ts';

/** Nobody wants to come back to an image that they only passed. */
const REST_MS = 300;

/** Tells at which image, from 0, somebody stays: who opens the address again, or sends it, comes to the same picture. */
export function useRestingImage(view: StackView | undefined, onImage: (image: number) => void): void {
  useEffect(() => {
    if (!view) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told: number | undefined;
    const tell = () => {
      const { shown } = view.get();
      if (shown !== undefined && shown !== told) onImage(shown);
      told = shown;
    };
    const stop = view.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(tell, REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [view, onImage]);
}
