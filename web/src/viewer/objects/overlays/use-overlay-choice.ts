/** Which series of a study lie over its images stands in the address; what of them is hidden does not. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { seriesFor } from '../../series-query.ts';
import { type OpenOverlay, type OverlaySeries, overlaySeriesIn, useOverlays } from './use-overlays.ts';

export interface OverlayChoice {
  readonly offered: readonly OverlaySeries[];
  readonly open: readonly OpenOverlay[];
  readonly onToggle: (series: string) => void;
  /** `series/overlay/part` of what is not to be seen. */
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (part: string) => void;
  /** 0 to 1 */
  readonly opacity: number;
  readonly onOpacity: (opacity: number) => void;
}

const none: readonly string[] = [];

const USUAL_OPACITY = 0.4;

export function useOverlayChoice(study: string): OverlayChoice {
  const { data: series } = useQuery(seriesFor(study));
  const { overlays: over = none } = useSearch({ from: '/viewer/$study' });
  const navigate = useNavigate({ from: '/viewer/$study' });
  const offered = useMemo(() => overlaySeriesIn(series?.rows ?? []), [series]);
  const open = useOverlays(
    study,
    offered.filter((one) => over.includes(one.series)),
  );
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [opacity, onOpacity] = useState(USUAL_OPACITY);
  const onToggle = (one: string) => {
    const next = over.includes(one) ? over.filter((each) => each !== one) : [...over, one];
    void navigate({
      search: (before) => ({ ...before, overlays: next.length > 0 ? next : undefined }),
      replace: true,
    });
  };
  const onHide = (part: string) => setHidden((before) => before.symmetricDifference(new Set([part])));
  return { offered, open, onToggle, hidden, onHide, opacity, onOpacity };
}
