/** A series as a volume: loads what is to be known, opens a view of it, and closes it. */
import { useCallback, useEffect, useState } from 'react';
import { sessionEnded } from '../../api/session.ts';
import type { Engine } from '../engine/engine.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { type Shortage, shortageOf } from './shortage.ts';
import { type Volume, type VolumePlan, volumePlanOf } from './volume-plan.ts';

export interface OpenVolume<View> {
  readonly view?: View;
  readonly images?: SeriesImages;
  /** Why the series is no volume, where it is none. */
  readonly plan?: VolumePlan;
  /** Why this device cannot show it. */
  readonly shortage?: Shortage | undefined;
  /** Why the series could not be read. */
  readonly error?: unknown;
  readonly retry: () => void;
}

interface Wanted<View> {
  readonly engine: Engine;
  readonly study: string;
  readonly series: string;
  /** Undefined while there is nowhere to show it. Another function opens another view. */
  readonly open: ((volume: Volume) => View) | undefined;
}

export function useVolume<View extends { close(): void }>({
  engine,
  study,
  series,
  open,
}: Wanted<View>): OpenVolume<View> {
  const [opened, setOpened] = useState<Omit<OpenVolume<View>, 'retry'>>({});
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt opens it again
  useEffect(() => {
    if (!open) return;
    let view: View | undefined;
    let isClosed = false;
    setOpened({});
    engine.library.images(study, series).then(
      (images) => {
        if (isClosed) return;
        const plan = volumePlanOf(images);
        const shortage = plan.volume && shortageOf(engine, plan.volume);
        if (plan.volume && !shortage) view = open(plan.volume);
        setOpened({ images, plan, shortage, ...(view && { view }) });
      },
      (error: unknown) => {
        if (isClosed) return;
        sessionEnded.notice(error);
        setOpened({ error });
      },
    );
    return () => {
      isClosed = true;
      view?.close();
    };
  }, [engine, study, series, open, attempt]);
  return { ...opened, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
