import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useIsGuest } from '../api/rights.ts';
import { sharedPlace, studyPlace } from '../components/study-places.ts';

const indexOf = ({ location }: RouterHistory): number => location.state.__TSR_index;

/**
 * Where one came from, whatever was done in the viewer since; who came from nowhere goes to the page of the study, or to what
 * their link shows.
 */
export function useLeave(study: string): () => void {
  const { history } = useRouter();
  const isGuest = useIsGuest();
  const [entered] = useState(() => indexOf(history));
  return () => {
    if (entered === 0) history.push(isGuest ? sharedPlace : studyPlace(study));
    // Who reloaded the page in the middle goes one step at a time.
    else history.go(Math.min(-1, entered - 1 - indexOf(history)));
  };
}
