import { useHotkeys } from '@mantine/hooks';
import { type PointerEvent, useRef, useState } from 'react';

/** A touch that is a tap: as short as that, milliseconds, and hardly moved, CSS pixels. */
const TAP = { ms: 250, pixels: 8 } as const;

/** The key by which words around pictures come and go, as `useHotkeys` names it. */
export const bareKey = 'U';

/** Pictures without the words around them: by a key, or by a tap of a finger. */
export function useBare() {
  const [isBare, setBare] = useState(false);
  const down = useRef({ x: 0, y: 0, at: 0 });
  useHotkeys([[bareKey, () => setBare((before) => !before)]]);
  return {
    isBare,
    onPointerDown: ({ clientX: x, clientY: y, timeStamp: at }: PointerEvent) => {
      down.current = { x, y, at };
    },
    onPointerUp: ({ pointerType, clientX, clientY, timeStamp, target }: PointerEvent) => {
      const { x, y, at } = down.current;
      const isStill = Math.hypot(clientX - x, clientY - y) < TAP.pixels && timeStamp - at < TAP.ms;
      const isPicture = target instanceof Element && target.closest('[data-pane]') !== null;
      if (pointerType === 'touch' && isStill && isPicture) setBare((before) => !before);
    },
  };
}
