/** All that lies over the images of a viewport, and where it is chosen. */
import { useMemo } from 'react';
import type { SeriesImages } from '../../engine/series-images.ts';
import type { StackState } from '../../engine/stack-state.ts';
import { DrawnOverlays } from './drawn-overlays.tsx';
import { OverlayPanel } from './overlay-panel.tsx';
import { seenImage } from './seen-image.ts';
import { useOverlayChoice } from './use-overlay-choice.ts';

interface OverlaysProps {
  readonly images: SeriesImages;
  readonly state: StackState;
}

export function Overlays({ images, state: { shown: index, placement } }: OverlaysProps) {
  const choice = useOverlayChoice(images.study);
  const image = useMemo(() => (index === undefined ? undefined : seenImage(images, index)), [images, index]);
  if (choice.offered.length === 0) return null;
  return (
    <>
      {image && placement && <DrawnOverlays {...{ choice, image }} place={placement} />}
      <OverlayPanel {...choice} />
    </>
  );
}
