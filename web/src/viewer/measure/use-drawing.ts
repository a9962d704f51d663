/** The left button, or one finger, draws with the tool that is chosen. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { newUid } from '../../api/uids.ts';
import type { StackView } from '../engine/stack-view.ts';
import { type Drawing, isWorthKeeping, moved, pressed, released, startDrawing } from './drawing.ts';
import { useMarking } from './marking.ts';
import { type ImageReference, kinds, type Measurement } from './measurement.ts';
import { measuredIn } from './measuring.ts';
import { isStill, type Place, pointerPlace } from './pointer-place.ts';
import { referenceOf } from './reference.ts';

type Drawn = Drawing & { readonly image: ImageReference; readonly index: number };

/** Kinds that say something in words. */
const spoken = new Set<Measurement['kind']>(['text', 'arrow']);

export interface DrawingState {
  /** What is drawn just now. */
  readonly drawn?: Omit<Measurement, 'image'> | undefined;
  /** What waits for its words. */
  readonly written?: Measurement | undefined;
  readonly write: (text: string) => void;
}

export function useDrawing(element: HTMLElement, view: StackView): DrawingState {
  const { store, kind } = useMarking();
  const [drawing, setDrawing] = useState<Drawn>();
  const [written, setWritten] = useState<Measurement>();
  const current = useRef<Drawn>(undefined);

  useEffect(() => {
    if (kind === undefined) return;
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
      const { image, points } = next;
      const made = { ...measuredIn(view, { kind: next.kind, points }), uid: newUid(), text: '', image };
      if (!spoken.has(kind)) return store.put(made);
      // A button that goes down takes the focus away from a field that is there by then.
      const isDown = kinds[kind].points === 1;
      if (isDown) element.addEventListener('pointerup', () => setWritten(made), { once: true, signal });
      else setWritten(made);
    };
    const onDown = (event: PointerEvent) => {
      const at = pointerPlace(element, view, event);
      if (event.button !== 0 || !event.isPrimary || !at) return;
      element.setPointerCapture(event.pointerId);
      [down, last] = [event, event];
      const index = view.get().shown ?? 0;
      // What was begun in another image stays there.
      const before = current.current?.index === index ? current.current : undefined;
      const next = before ? pressed(before, at) : startDrawing(kind, at);
      finish({ ...next, index, image: referenceOf(view.images, index) });
    };
    const onMove = (event: PointerEvent) => {
      const at = pointerPlace(element, view, event);
      if (!current.current || !at) return;
      const isClose = isStill(event, last);
      if (!isClose) last = event;
      show({ ...current.current, ...moved(current.current, at, isClose) });
    };
    const onUp = (event: PointerEvent) => {
      const at = pointerPlace(element, view, event);
      if (current.current && at)
        finish({ ...current.current, ...released(current.current, at, isStill(event, down)) });
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') show(undefined);
    };
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    document.addEventListener('keydown', onKey, { signal });
    return () => {
      listening.abort();
      show(undefined);
    };
  }, [element, view, kind, store]);

  const write = useCallback(
    (text: string) => {
      setWritten(undefined);
      // A text without words is nothing; an arrow may point without any.
      if (written && (text !== '' || written.kind === 'arrow')) store.put({ ...written, text });
    },
    [store, written],
  );
  const shape = drawing && measuredIn(view, { kind: drawing.kind, points: drawing.points });
  return { drawn: shape && { ...shape, uid: 'drawn', text: '' }, written, write };
}
