/** What can be done with the view of a pane: button, key and help of each in one row. */
import {
  IconArrowBackUp,
  IconAspectRatio,
  IconContrast2,
  IconFlipHorizontal,
  IconMaximize,
  IconRotateClockwise2,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ViewControls } from './view-controls.ts';

const PAGE = 10;
const ZOOM_STEP = 1.25;

export interface Command {
  readonly name: CommandName;
  readonly group: 'navigate' | 'window' | 'view';
  /** As `useHotkeys` names them. */
  readonly keys: readonly string[];
  /** Those with a button have one. */
  readonly icon?: typeof IconArrowBackUp;
  /** What a view must know to do it. */
  readonly needs: Exclude<keyof ViewControls, 'modality' | 'reel'>;
  run(view: ViewControls): void;
}

export const commands = [
  {
    name: 'next',
    group: 'navigate',
    keys: ['ArrowDown', 'ArrowRight'],
    needs: 'scrollBy',
    run: (view) => view.scrollBy?.(1),
  },
  {
    name: 'previous',
    group: 'navigate',
    keys: ['ArrowUp', 'ArrowLeft'],
    needs: 'scrollBy',
    run: (view) => view.scrollBy?.(-1),
  },
  {
    name: 'ahead',
    group: 'navigate',
    keys: ['PageDown'],
    needs: 'scrollBy',
    run: (view) => view.scrollBy?.(PAGE),
  },
  {
    name: 'behind',
    group: 'navigate',
    keys: ['PageUp'],
    needs: 'scrollBy',
    run: (view) => view.scrollBy?.(-PAGE),
  },
  { name: 'first', group: 'navigate', keys: ['Home'], needs: 'goTo', run: (view) => view.goTo?.(0) },
  { name: 'last', group: 'navigate', keys: ['End'], needs: 'goTo', run: (view) => view.goTo?.(Infinity) },
  {
    name: 'invert',
    group: 'window',
    keys: ['I'],
    icon: IconContrast2,
    needs: 'invert',
    run: (view) => view.invert?.(),
  },
  {
    name: 'zoomIn',
    group: 'view',
    keys: ['[plus]', 'shift+[plus]', '='],
    icon: IconZoomIn,
    needs: 'zoomBy',
    run: (view) => view.zoomBy?.(ZOOM_STEP),
  },
  {
    name: 'zoomOut',
    group: 'view',
    keys: ['-'],
    icon: IconZoomOut,
    needs: 'zoomBy',
    run: (view) => view.zoomBy?.(1 / ZOOM_STEP),
  },
  { name: 'fit', group: 'view', keys: ['F'], icon: IconMaximize, needs: 'fit', run: (view) => view.fit?.() },
  {
    name: 'actualSize',
    group: 'view',
    keys: ['X'],
    icon: IconAspectRatio,
    needs: 'showActualSize',
    run: (view) => view.showActualSize?.(),
  },
  {
    name: 'rotate',
    group: 'view',
    keys: ['T'],
    icon: IconRotateClockwise2,
    needs: 'rotate',
    run: (view) => view.rotate?.(),
  },
  {
    name: 'flip',
    group: 'view',
    keys: ['H'],
    icon: IconFlipHorizontal,
    needs: 'flip',
    run: (view) => view.flip?.(),
  },
  {
    name: 'reset',
    group: 'view',
    keys: ['R'],
    icon: IconArrowBackUp,
    needs: 'reset',
    run: (view) => view.reset?.(),
  },
] as const satisfies readonly (Omit<Command, 'name'> & { name: string })[];

export type CommandName = (typeof commands)[number]['name'];

export const commandGroups = ['navigate', 'window', 'view'] as const;
