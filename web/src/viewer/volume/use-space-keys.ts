import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { renderingsFor } from './rendering-presets.ts';
import type { RenderingView } from './rendering-view.ts';

/** Pixels that a press of an arrow stands for. */
const STEP = 20;

type Action = (view: RenderingView) => void;

const actions: Readonly<Record<string, Action>> = {
  ArrowLeft: (view) => view.roll(-STEP, 0),
  ArrowRight: (view) => view.roll(STEP, 0),
  ArrowUp: (view) => view.roll(0, -STEP),
  ArrowDown: (view) => view.roll(0, STEP),
};

/** Arrows turn, numbers choose how it looks. */
export function useSpaceKeys(view: RenderingView | undefined, modality: string): void {
  const keys: HotkeyItem[] = [
    ...Object.entries(actions).map(([key, run]): HotkeyItem => [key, () => view && run(view)]),
    ...renderingsFor(modality).map(
      (rendering, i): HotkeyItem => [String(i + 1), () => view?.setRendering(rendering)],
    ),
  ];
  useHotkeys(keys);
}
