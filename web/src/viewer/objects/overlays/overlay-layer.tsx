/** Draws over the image that is seen, wherever it is on the screen: moved, turned, flipped as it is. */
import { useElementSize } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { draw } from './draw.ts';
import type { Drawn, Overlay } from './overlay.ts';
import styles from './overlays.module.css';
import type { Affine } from './plane.ts';
import type { SeenImage } from './seen-image.ts';

interface OverlayLayerProps {
  readonly overlay: Overlay;
  readonly image: SeenImage;
  /** Names of parts that are not to be seen. */
  readonly hidden: ReadonlySet<string>;
  /** Of a part by its key. */
  readonly name: (part: string) => string;
  /** 0 to 1; of areas. */
  readonly opacity: number;
  /** From pixels of the image to those of the screen (CSS). */
  readonly place: Affine;
}

export function OverlayLayer({ overlay, image, hidden, name, opacity, place }: OverlayLayerProps) {
  const { ref, width, height } = useElementSize();
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const keys = overlay.parts.map(({ key }) => key).filter((key) => !hidden.has(name(key)));
  const drawn = useDrawn(overlay, image, keys.join('\n'));
  useEffect(() => {
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    for (const one of drawn ?? []) draw(one, { context, image, place, opacity });
  }, [canvas, drawn, image, place, opacity, width, height]);
  return (
    <div ref={ref} className={styles.layer} data-overlays={drawn?.length}>
      <canvas ref={setCanvas} className={styles.canvas} />
    </div>
  );
}

/** undefined until it is worked out for this image: what lay over the one before is not shown over it. @param shown keys, a line each */
function useDrawn(overlay: Overlay, image: SeenImage, shown: string): readonly Drawn[] | undefined {
  const [result, setResult] = useState<{ readonly of: SeenImage; readonly drawn: readonly Drawn[] }>();
  useEffect(() => {
    const closing = new AbortController();
    overlay.on(image, new Set(shown.split('\n')), closing.signal).then(
      (drawn) => {
        if (!closing.signal.aborted) setResult({ of: image, drawn });
      },
      () => {
        // A part that cannot be had leaves nothing: half of it would say something that is not so.
        if (!closing.signal.aborted) setResult(undefined);
      },
    );
    return () => closing.abort();
  }, [overlay, image, shown]);
  return result?.of === image ? result.drawn : undefined;
}
