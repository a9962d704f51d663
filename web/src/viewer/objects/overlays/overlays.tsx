/** All that lies over the images of a viewport, and where it is chosen. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { SeriesImages } from '../../engine/series-images.ts';
import type { StackState } from '../../engine/stack-state.ts';
import { seriesFor } from '../../series-query.ts';
import { OverlayLayer } from './overlay-layer.tsx';
import { OverlayPanel, partKey } from './overlay-panel.tsx';
import { seenImage } from './seen-image.ts';
import { overlaySeriesIn, useOverlays } from './use-overlays.ts';

interface OverlaysProps {
  readonly images: SeriesImages;
  readonly state: StackState;
}

const none: readonly string[] = [];

const USUAL_OPACITY = 0.4;

/** Which series lie over the images stands in the address. */
export function Overlays({ images, state }: OverlaysProps) {
  const { study } = images;
  const { data: series } = useQuery(seriesFor(study));
  const { overlays: over = none } = useSearch({ from: '/viewer/$study' });
  const navigate = useNavigate({ from: '/viewer/$study' });
  const offered = useMemo(() => overlaySeriesIn(series?.rows ?? []), [series]);
  const open = useOverlays(
    study,
    offered.filter((one) => over.includes(one.series)),
  );
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [opacity, setOpacity] = useState(USUAL_OPACITY);
  const { shown: index, placement } = state;
  const image = useMemo(() => (index === undefined ? undefined : seenImage(images, index)), [images, index]);
  if (offered.length === 0) return null;
  const toggle = (one: string) => {
    const next = over.includes(one) ? over.filter((each) => each !== one) : [...over, one];
    void navigate({
      search: (before) => ({ ...before, overlays: next.length > 0 ? next : undefined }),
      replace: true,
    });
  };
  return (
    <>
      {image &&
        placement &&
        open.map(({ series: one, overlays }) =>
          overlays?.map((overlay, i) => (
            <OverlayLayer
              key={partKey(one, i, '')}
              {...{ overlay, image, opacity }}
              hidden={hidden}
              name={(part: string) => partKey(one, i, part)}
              place={placement}
            />
          )),
        )}
      <OverlayPanel
        {...{ offered, open, hidden, opacity }}
        onToggle={toggle}
        onHide={(part) => setHidden((before) => before.symmetricDifference(new Set([part])))}
        onOpacity={setOpacity}
      />
    </>
  );
}
