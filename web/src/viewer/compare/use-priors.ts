import { useQuery } from '@tanstack/react-query';
import { history } from '../../api/people.ts';
import { useIsIdentityHidden } from '../../api/rights.ts';
import { personOf } from '../../api/studies.ts';
import { keyOf } from '../../components/people-places.ts';
import { type Prior, priorsOf } from './priors.ts';

/** Other studies of the same person, the most alike first; none until they are known. @param isWanted asks for nothing where not */
export function usePriors(study: string, isWanted = true): Prior[] {
  // Who is not to know whose images these are is told of no person.
  const mayKnow = useIsIdentityHidden() === false;
  const { data: somebody } = useQuery({ ...personOf(study), enabled: isWanted && mayKnow });
  const { data } = useQuery({
    ...history(somebody ? keyOf(somebody) : ''),
    enabled: isWanted && somebody != null,
  });
  return data ? priorsOf(study, data.studies) : [];
}
