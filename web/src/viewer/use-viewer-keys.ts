import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { commands } from './commands.ts';
import { presetsFor } from './engine/presets.ts';
import { applyPreset } from './preset-menu.tsx';
import { type ToolName, tools } from './tools.ts';
import type { ViewControls } from './view-controls.ts';

interface KeyTargets {
  readonly view: ViewControls | undefined;
  readonly onTool: (tool: ToolName) => void;
  readonly onHelp: () => void;
  readonly onPlay: () => void;
}

/** Every key of the viewer but those of the workspace. */
export function useViewerKeys({ view, onTool, onHelp, onPlay }: KeyTargets): void {
  const onView = (run: (view: ViewControls) => void) => () => {
    if (view) run(view);
  };
  const keys: HotkeyItem[] = [
    ...commands.flatMap(({ keys, run }) => keys.map((key): HotkeyItem => [key, onView(run)])),
    ...tools.map(({ key, name }): HotkeyItem => [key, () => onTool(name)]),
    ...presetsFor(view?.modality ?? '').map(
      (preset, i): HotkeyItem => [String(i + 1), onView((open) => applyPreset(open, preset))],
    ),
    ['shift+?', onHelp],
    ['?', onHelp],
  ];
  useHotkeys(keys);
  // On a button, Space is for that.
  useHotkeys([['space', onPlay]], ['INPUT', 'TEXTAREA', 'SELECT', 'BUTTON', 'A']);
}
