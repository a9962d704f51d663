import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { commands } from './commands.ts';
import type { ToolName } from './engine/engine.ts';
import { presetsFor } from './engine/presets.ts';
import type { StackView } from './engine/stack-view.ts';
import { applyPreset } from './preset-menu.tsx';
import { tools } from './tools.ts';

interface KeyTargets {
  readonly view: StackView | undefined;
  readonly modality: string;
  readonly onTool: (tool: ToolName) => void;
  readonly onHelp: () => void;
  readonly onPlay: () => void;
}

/** Every key of the viewer. */
export function useViewerKeys({ view, modality, onTool, onHelp, onPlay }: KeyTargets): void {
  const onView = (run: (view: StackView) => void) => () => {
    if (view) run(view);
  };
  const keys: HotkeyItem[] = [
    ...commands.flatMap(({ keys, run }) => keys.map((key): HotkeyItem => [key, onView(run)])),
    ...tools.map(({ key, name }): HotkeyItem => [key, () => onTool(name)]),
    ...presetsFor(modality).map(
      (preset, i): HotkeyItem => [String(i + 1), onView((open) => applyPreset(open, preset))],
    ),
    ['shift+?', onHelp],
    ['?', onHelp],
  ];
  useHotkeys(keys);
  // On a button, Space is for that.
  useHotkeys([['space', onPlay]], ['INPUT', 'TEXTAREA', 'SELECT', 'BUTTON', 'A']);
}
