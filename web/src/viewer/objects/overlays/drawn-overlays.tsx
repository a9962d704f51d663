import { OverlayLayer } from './overlay-layer.tsx';
import { partKey } from './overlay-panel.tsx';
import type { Affine } from './plane.ts';
import type { SeenImage } from './seen-image.ts';
import type { OverlayChoice } from './use-overlay-choice.ts';

interface DrawnOverlaysProps {
  readonly choice: OverlayChoice;
  readonly image: SeenImage;
  /** From its pixels to those of the screen (CSS). */
  readonly place: Affine;
}

/** What was chosen to lie over an image, each in a layer. */
export function DrawnOverlays({ choice: { open, hidden, opacity }, image, place }: DrawnOverlaysProps) {
  return open.map(({ series, overlays }) =>
    overlays?.map((overlay, i) => (
      <OverlayLayer
        key={partKey(series, i, '')}
        {...{ overlay, image, opacity, hidden, place }}
        name={(part: string) => partKey(series, i, part)}
      />
    )),
  );
}
