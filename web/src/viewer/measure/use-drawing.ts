/** The left button, or one finger, draws with the tool that is chosen; without one, a finger that is held measures. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { newUid } from '../../api/uids.ts';
import type { Affine } from '../engine/affine.ts';
import { type Drawing, isWorthKeeping, moved, pressed, released, startDrawing } from './drawing.ts';
import type { Ground } from './ground.ts';
import { onHold, rested } from './hold.ts';
import { useMarking } from './marking.ts';
import { kinds, type Mark, type Measurement, type MeasurementKind, type Where } from './measurement.ts';
import { isStill, type Place, pointerPlace } from './pointer-place.ts';

type Drawn = Drawing & { readonly where: Where };

/** Kinds that say something in words. */
const spoken = new Set<Mark['kind']>(['text', 'arrow']);

export interface DrawingState {
  /** What is drawn just now. */
  readonly drawn?: (Mark & { readonly place: Affine }) | undefined;
  /** What waits for its words. */
  readonly written?: Measurement | undefined;
  readonly write: (text: string) => void;
}

export function useDrawing(element: HTMLElement, ground: Ground): DrawingState {
  const { store, kind } = useMarking();
  const [drawing, setDrawing] = useState<Drawn>();
  const [written, setWritten] = useState<Measurement>();
  const current = useRef<Drawn>(undefined);

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let [down, last] = [
      { clientX: 0, clientY: 0 },
      { clientX: 0, clientY: 0 },
    ] as [Place, Place];
    const show = (next: Drawn | undefined) => {
      current.current = next;
      setDrawing(next);
    };
    const finish = (next: Drawn) => {
      if (!next.isDone) return show(next);
      show(undefined);
      if (!isWorthKeeping(next)) return;
      const { where, points } = next;
      const shape = { kind: next.kind, points };
      const made = { ...shape, ...ground.measured(where, shape), uid: newUid(), text: '', ...where };
      if (!spoken.has(next.kind)) return store.put(made);
      // A button that goes down takes the focus away from a field that is there by then.
      const isDown = kinds[next.kind].points === 1;
      if (isDown) element.addEventListener('pointerup', () => setWritten(made), { once: true, signal });
      else setWritten(made);
    };
    const placeInDrawn = (event: PointerEvent) =>
      current.current && pointerPlace(element, ground.placeOf(current.current.where), event);
    const begin = (by: MeasurementKind, event: PointerEvent) => {
      // What was begun in another image stays there.
      const before = current.current && ground.placeOf(current.current.where) ? current.current : undefined;
      const where = before?.where ?? ground.seen();
      const at = where && pointerPlace(element, ground.placeOf(where), event);
      if (!at) return;
      element.setPointerCapture(event.pointerId);
      [down, last] = [event, event];
      finish({ ...(before ? pressed(before, at) : startDrawing(by, at)), where });
    };
    let isHeld = false;
    const onDown = (event: PointerEvent) => {
      isHeld = false;
      // Two fingers move and zoom.
      if (!event.isPrimary) return show(undefined);
      if (kind !== undefined && event.button === 0) begin(kind, event);
    };
    if (kind === undefined)
      onHold(element, signal, (event) => {
        isHeld = true;
        begin('length', event);
      });
    const onMove = (event: PointerEvent) => {
      const at = placeInDrawn(event);
      if (!current.current || !at) return;
      // What is held does not scroll.
      if (isHeld) event.stopImmediatePropagation();
      const isClose = isStill(event, last);
      if (!isClose) last = event;
      show({ ...current.current, ...moved(current.current, at, isClose) });
    };
    const onUp = (event: PointerEvent) => {
      const at = placeInDrawn(event);
      if (!current.current || !at) return;
      // Held, and not drawn away from there: what is there is asked for.
      if (isHeld && rested(down, event))
        finish({ ...startDrawing('probe', at), where: current.current.where });
      else finish({ ...current.current, ...released(current.current, at, !isHeld && isStill(event, down)) });
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') show(undefined);
    };
    // Before those that scroll.
    const first = { signal, capture: true };
    element.addEventListener('pointerdown', onDown, first);
    element.addEventListener('pointermove', onMove, first);
    element.addEventListener('pointerup', onUp, first);
    document.addEventListener('keydown', onKey, { signal });
    return () => {
      listening.abort();
      show(undefined);
    };
  }, [element, ground, kind, store]);

  const write = useCallback(
    (text: string) => {
      setWritten(undefined);
      // A text without words is nothing; an arrow may point without any.
      if (written && (text !== '' || written.kind === 'arrow')) store.put({ ...written, text });
    },
    [store, written],
  );
  return { drawn: drawing && drawnNow(ground, drawing), written, write };
}

/** Undefined while it is not seen. */
function drawnNow(ground: Ground, { kind, points, where }: Drawn): DrawingState['drawn'] {
  const place = ground.placeOf(where);
  return (
    place && { kind, points, ...ground.measured(where, { kind, points }), uid: 'drawn', text: '', place }
  );
}
