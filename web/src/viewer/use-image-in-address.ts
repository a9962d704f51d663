import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { StackView } from './engine/stack-view.ts';

/** Nobody wants to come back to an image that they only passed. */
const REST_MS = 300;

/** The address names the image that is seen: who opens it again, or sends it, comes to the same picture. */
export function useImageInAddress(view: StackView | undefined): void {
  const navigate = useNavigate({ from: '/viewer/$study' });
  useEffect(() => {
    if (!view) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { series } = view.images;
    const write = () => {
      const { shown } = view.get();
      if (shown === undefined) return;
      const image = shown + 1;
      void navigate({ search: ({ overlays }) => ({ series, image, overlays }), replace: true });
    };
    const stop = view.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(write, REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [view, navigate]);
}
