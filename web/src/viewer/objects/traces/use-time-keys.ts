import { useHotkeys } from '@mantine/hooks';

interface Time {
  /** Seconds: where what is seen begins, and how long it is. */
  readonly at: number;
  readonly seconds: number;
  readonly go: (seconds: number) => void;
}

const STEP = 0.1;

/** The keys by which one goes through images go through time. */
export function useTimeKeys({ at, seconds, go }: Time): void {
  useHotkeys([
    ['ArrowRight', () => go(at + seconds * STEP)],
    ['ArrowLeft', () => go(at - seconds * STEP)],
    ['PageDown', () => go(at + seconds)],
    ['PageUp', () => go(at - seconds)],
    ['Home', () => go(0)],
    ['End', () => go(Infinity)],
  ]);
}
