import { useIsGuest } from '../api/rights.ts';
import { isLinkOver, LinkOver } from '../components/link-over.tsx';
import { Problem } from '../components/problem.tsx';

interface StudyProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Why nothing is known of the study: a link may be over. */
export function StudyProblem({ error, onRetry }: StudyProblemProps) {
  const isGuest = useIsGuest();
  return isGuest && isLinkOver(error) ? <LinkOver /> : <Problem error={error} onRetry={onRetry} />;
}
