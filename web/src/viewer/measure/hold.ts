import type { Place } from './pointer-place.ts';

/** CSS pixels by which a finger that rests moves. */
const RESTS = 10;
const HOLD_MS = 500;

/** Tells of a finger that stays where it came down, alone; not of those that move or lift before. */
export function onHold(element: HTMLElement, signal: AbortSignal, held: (down: PointerEvent) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let down: PointerEvent | undefined;
  const end = () => clearTimeout(timer);
  const onDown = (event: PointerEvent) => {
    end();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    down = event;
    timer = setTimeout(() => held(event), HOLD_MS);
  };
  const onMove = (event: PointerEvent) => {
    if (down && rested(down, event)) return;
    end();
  };
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', end, { signal });
  element.addEventListener('pointercancel', end, { signal });
  signal.addEventListener('abort', end);
}

export const rested = (down: Place, now: Place): boolean =>
  Math.hypot(now.clientX - down.clientX, now.clientY - down.clientY) < RESTS;
