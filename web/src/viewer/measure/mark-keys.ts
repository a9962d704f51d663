/** What keys do with marks. */
import type { StackView } from '../engine/stack-view.ts';
import type { MarkStore } from './marks.ts';
import { referenceOf } from './reference.ts';

export interface MarkKey {
  readonly name: 'remove' | 'undo' | 'redo' | 'keyImage';
  /** As `useHotkeys` names them. */
  readonly keys: readonly [string, ...string[]];
  run(store: MarkStore, view: StackView | undefined): void;
}

export const markKeys: readonly MarkKey[] = [
  {
    name: 'remove',
    keys: ['Delete', 'Backspace'],
    run: (store) => {
      const { selected } = store.get();
      if (selected !== undefined) store.remove(selected);
    },
  },
  { name: 'undo', keys: ['mod+Z'], run: (store) => store.undo() },
  { name: 'redo', keys: ['mod+shift+Z', 'mod+Y'], run: (store) => store.redo() },
  {
    name: 'keyImage',
    keys: ['K'],
    run: (store, view) => {
      const { shown } = view?.get() ?? {};
      if (view && shown !== undefined) store.toggleKeyImage(referenceOf(view.images, shown));
    },
  },
];
