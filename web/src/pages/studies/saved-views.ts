/** Views that somebody saved in this browser. */
import { useLocalStorage } from '@mantine/hooks';
import type { StudiesSearch } from './search-params.ts';

export interface SavedView {
  readonly name: string;
  readonly search: StudiesSearch;
  /** CSS pixels by column. */
  readonly sizing: Readonly<Record<string, number>>;
}

/** Over it, the oldest goes. */
const maximumViews = 50;

export function useSavedViews() {
  const [views, setViews] = useLocalStorage<readonly SavedView[]>({
    key: 'isocenter.study-views',
    defaultValue: [],
  });
  const without = (name: string) => views.filter((view) => view.name !== name);
  return {
    views,
    save: (view: SavedView) => setViews([...without(view.name), view].slice(-maximumViews)),
    forget: (name: string) => setViews(without(name)),
  };
}
