import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import type { StackView } from '../engine/stack-view.ts';
import { markKeys } from './mark-keys.ts';
import type { MarkStore } from './marks.ts';

export function useMarkKeys(store: MarkStore, view: StackView | undefined): void {
  useHotkeys(
    markKeys.flatMap(({ keys, run }) => keys.map((key): HotkeyItem => [key, () => run(store, view)])),
  );
}
