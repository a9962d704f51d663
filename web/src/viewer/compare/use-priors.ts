import { useQuery } from '@tanstack/react-query';
import { history } from '../../api/people.ts';
import { personOf } from '../../api/studies.ts';
import { keyOf } from '../../components/people-places.ts';
import { type Prior, priorsOf } from './priors.ts';

/** Other studies of the same person, the most alike first; none until they are known. @param isWanted asks for nothing where not */
export function usePriors(study: string, isWanted = true): Prior[] {
  const { data: somebody } = useQuery({ ...personOf(study), enabled: isWanted });
  const { data } = useQuery({
    ...history(somebody ? keyOf(somebody) : ''),
    enabled: isWanted && somebody != null,
  });
  return data ? priorsOf(study, data.studies) : [];
}
