import { useMemo, useSyncExternalStore } from 'react';
import type { StackView } from './engine/stack-view.ts';
import { timesOf } from './reel.ts';
import { PhaseSlider } from './volume/phase-slider.tsx';

/** Of a stack that has each of its slices several times: another time of the one that is seen. */
export function TimesSlider({ view }: { readonly view: StackView }) {
  useSyncExternalStore(view.subscribe, view.get);
  const times = useMemo(() => timesOf(view), [view]);
  if (!times) return null;
  return <PhaseSlider phases={times.phases} phase={times.now().index} onPhase={times.goTo} />;
}
