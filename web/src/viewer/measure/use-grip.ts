/** A measurement that somebody holds at a point, or as a whole, and moves. */
import { type PointerEvent as ReactPointerEvent, useState } from 'react';
import type { Ground } from './ground.ts';
import type { Grip } from './marked.tsx';
import { useMarking } from './marking.ts';
import type { Measurement, Point } from './measurement.ts';
import { isStill, pointerPlace } from './pointer-place.ts';

export function useGrip(element: HTMLElement, ground: Ground) {
  const { store } = useMarking();
  const [gripped, setGripped] = useState<Measurement>();

  function startGrip(measurement: Measurement, grip: Grip, down: ReactPointerEvent): void {
    const place = ground.placeOf(measurement);
    const from = pointerPlace(element, place, down);
    if (down.button !== 0 || !from) return;
    down.preventDefault();
    store.select(measurement.uid);
    const listening = new AbortController();
    const { signal } = listening;
    let now = measurement;
    const onMove = (event: PointerEvent) => {
      const at = pointerPlace(element, place, event);
      if (!at || (now === measurement && isStill(event, down))) return;
      const points = movedPoints(measurement.points, grip, [at[0] - from[0], at[1] - from[1]]);
      now = { ...measurement, points, ...ground.measured(measurement, { kind: measurement.kind, points }) };
      setGripped(now);
    };
    const onEnd = () => {
      listening.abort();
      setGripped(undefined);
      if (now !== measurement) store.put(now);
    };
    window.addEventListener('pointermove', onMove, { signal });
    window.addEventListener('pointerup', onEnd, { signal });
    window.addEventListener('pointercancel', onEnd, { signal });
  }

  return { gripped, startGrip };
}

const movedPoints = (points: readonly Point[], grip: Grip, [x, y]: Point): Point[] =>
  points.map((point, i) => (grip === 'all' || grip === i ? [point[0] + x, point[1] + y] : point));
