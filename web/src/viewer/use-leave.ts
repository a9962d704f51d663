import { useRouter } from '@tanstack/react-router';
import { useIsGuest } from '../api/rights.ts';
import { sharedPlace, studyPlace } from '../components/study-places.ts';

/** Where one came from; who came from nowhere goes to the page of the study, or to what their link shows. */
export function useLeave(study: string): () => void {
  const { history } = useRouter();
  const isGuest = useIsGuest();
  return () =>
    history.canGoBack() ? history.back() : history.push(isGuest ? sharedPlace : studyPlace(study));
}
