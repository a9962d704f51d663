/** What can be done with the images of a viewport: button, key and help of each in one row. */
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
import type { StackView } from './engine/stack-view.ts';

const PAGE = 10;
const ZOOM_STEP = 1.25;

export interface Command {
  readonly name: CommandName;
  readonly group: 'navigate' | 'window' | 'view';
  /** As `useHotkeys` names them. */
  readonly keys: readonly string[];
  /** Those with a button have one. */
  readonly icon?: typeof IconArrowBackUp;
  run(view: StackView): void;
}

export const commands = [
  { name: 'next', group: 'navigate', keys: ['ArrowDown', 'ArrowRight'], run: (view) => view.scrollBy(1) },
  { name: 'previous', group: 'navigate', keys: ['ArrowUp', 'ArrowLeft'], run: (view) => view.scrollBy(-1) },
  { name: 'ahead', group: 'navigate', keys: ['PageDown'], run: (view) => view.scrollBy(PAGE) },
  { name: 'behind', group: 'navigate', keys: ['PageUp'], run: (view) => view.scrollBy(-PAGE) },
  { name: 'first', group: 'navigate', keys: ['Home'], run: (view) => view.goTo(0) },
  { name: 'last', group: 'navigate', keys: ['End'], run: (view) => view.goTo(Infinity) },
  { name: 'invert', group: 'window', keys: ['I'], icon: IconContrast2, run: (view) => view.invert() },
  {
    name: 'zoomIn',
    group: 'view',
    keys: ['[plus]', 'shift+[plus]', '='],
    icon: IconZoomIn,
    run: (view) => view.zoomBy(ZOOM_STEP),
  },
  {
    name: 'zoomOut',
    group: 'view',
    keys: ['-'],
    icon: IconZoomOut,
    run: (view) => view.zoomBy(1 / ZOOM_STEP),
  },
  { name: 'fit', group: 'view', keys: ['F'], icon: IconMaximize, run: (view) => view.fit() },
  {
    name: 'actualSize',
    group: 'view',
    keys: ['X'],
    icon: IconAspectRatio,
    run: (view) => view.showActualSize(),
  },
  { name: 'rotate', group: 'view', keys: ['T'], icon: IconRotateClockwise2, run: (view) => view.rotate() },
  { name: 'flip', group: 'view', keys: ['H'], icon: IconFlipHorizontal, run: (view) => view.flip() },
  { name: 'reset', group: 'view', keys: ['R'], icon: IconArrowBackUp, run: (view) => view.reset() },
] as const satisfies readonly (Omit<Command, 'name'> & { name: string })[];

export type CommandName = (typeof commands)[number]['name'];

export const commandGroups = ['navigate', 'window', 'view'] as const;
