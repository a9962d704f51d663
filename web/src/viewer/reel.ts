/** What is played one after the other: the images of a series, the times of one of its slices, the times of a volume. */
import type { JsonInstance } from '../api/dicom-web.ts';
import { frameRateOf } from './engine/frame-rate.ts';
import type { StackView } from './engine/stack-view.ts';
import { isStack, type ViewControls } from './view-controls.ts';
import { type VolumePhase, volumePlanOf } from './volume/volume-plan.ts';

export interface Reel {
  readonly count: number;
  /** In a second, as it was taken or is to be shown. */
  readonly rate: number;
  /** What is to be seen, from 0, and whether it is, or never will be. */
  now(): { readonly index: number; readonly isThere: boolean };
  goTo(index: number): void;
}

export const reelOf = (view: ViewControls | undefined): Reel | undefined =>
  isStack(view) ? (timesOf(view) ?? imagesOf(view)) : view?.reel;

function imagesOf(view: StackView): Reel {
  const [first = {}] = view.images.instances;
  return {
    ...{ count: view.images.ids.length, rate: frameRateOf(first) },
    now: () => ({ index: view.get().wanted, isThere: isThere(view) }),
    goTo: (index) => view.goTo(index),
  };
}

const isThere = (view: StackView): boolean => {
  const { shown, wanted, failure } = view.get();
  return shown === wanted || failure !== undefined;
};

export interface Times extends Reel {
  readonly phases: readonly VolumePhase[];
}

/** Of the slice that is seen; undefined of series that have each of theirs once. */
export function timesOf(view: StackView): Times | undefined {
  const phases = volumePlanOf(view.images).volume?.phases ?? [];
  if (phases.length < 2) return undefined;
  const { ids, indexes } = view.images;
  const places = new Map(
    phases.flatMap((phase, index) => phase.ids.map((id, slice) => [id, { index, slice }] as const)),
  );
  const placeNow = () => places.get(ids[view.get().wanted]!) ?? { index: 0, slice: 0 };
  return {
    ...{ phases, count: phases.length, rate: rateOf(phases) },
    now: () => ({ index: placeNow().index, isThere: isThere(view) }),
    goTo: (index) => view.goTo(indexes.get(phases[index]!.ids[placeNow().slice]!) ?? view.get().wanted),
  };
}

/** What a view of a volume knows of its times. */
interface TimedView {
  readonly volume: { readonly phases: readonly { readonly elements: readonly JsonInstance[] }[] };
  get(): {
    readonly phase: number;
    readonly loaded: number;
    readonly count: number;
    readonly failure?: unknown;
  };
  setPhase(phase: number): void;
}

/** Undefined of volumes that there is one of. */
export function reelOfVolume(view: TimedView): Reel | undefined {
  const { phases } = view.volume;
  if (phases.length < 2) return undefined;
  return {
    ...{ count: phases.length, rate: rateOf(phases) },
    now() {
      const { phase, loaded, count, failure } = view.get();
      return { index: phase, isThere: loaded === count || failure !== undefined };
    },
    goTo: (index) => view.setPhase(index),
  };
}

const rateOf = ([first]: TimedView['volume']['phases']): number => frameRateOf(first?.elements[0] ?? {});
