import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import type { WorkspaceInAddress } from './use-workspace.ts';
import { type Direction, withFull, withNeighbour } from './workspace.ts';

/** As `useHotkeys` names them. */
export const workspaceKeys = {
  full: 'V',
  ...{ left: 'shift+ArrowLeft', right: 'shift+ArrowRight', up: 'shift+ArrowUp', down: 'shift+ArrowDown' },
} as const;

/** Keys go from pane to pane, and give one the place of all. */
export function useWorkspaceKeys({ workspace, step, note }: WorkspaceInAddress): void {
  const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];
  const isSeveral = (workspace?.panes.length ?? 0) > 1;
  useHotkeys([
    [workspaceKeys.full, () => isSeveral && step((before) => withFull(before, !before.isFull))],
    ...directions.map(
      (direction): HotkeyItem => [
        workspaceKeys[direction],
        () => note((before) => withNeighbour(before, direction)),
      ],
    ),
  ]);
}
