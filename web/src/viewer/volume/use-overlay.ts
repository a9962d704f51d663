/** Lays another series over the planes of one, if it is a volume of the same frame of reference. */
import { useEffect, useState } from 'react';
import { sessionEnded } from '../../api/session.ts';
import type { Engine } from '../engine/engine.ts';
import type { MprView } from './mpr-view.ts';
import { overlayOf } from './overlay.ts';
import { type VolumePlan, volumePlanOf } from './volume-plan.ts';

interface Wanted {
  readonly engine: Engine;
  readonly view: MprView | undefined;
  readonly study: string;
  /** Series Instance UID of what is laid over; nothing where it is left out. */
  readonly over: string | undefined;
}

export type OverlayProblem = VolumePlan | 'otherFrame' | 'unreachable';

/** @returns why it cannot be laid over; undefined where it can, or nothing is to be */
export function useOverlay({ engine, view, study, over }: Wanted): OverlayProblem | undefined {
  const [problem, setProblem] = useState<OverlayProblem>();
  useEffect(() => {
    setProblem(undefined);
    if (!view || over === undefined) return;
    let isClosed = false;
    const { frameOfReference } = view.volume.geometry;
    engine.library.images(study, over).then(
      (images) => {
        if (isClosed) return;
        const plan = volumePlanOf(images);
        if (!plan.volume) return setProblem(plan);
        if (frameOfReference === '' || plan.volume.geometry.frameOfReference !== frameOfReference)
          return setProblem('otherFrame');
        view.setOverlay(overlayOf(over, plan.volume));
      },
      (error: unknown) => {
        sessionEnded.notice(error);
        if (!isClosed) setProblem('unreachable');
      },
    );
    return () => {
      isClosed = true;
      view.setOverlay(undefined);
    };
  }, [engine, view, study, over]);
  return problem;
}
