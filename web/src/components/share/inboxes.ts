/** Collections that somebody may be let send into. */
import { useQuery } from '@tanstack/react-query';
import { collections } from '../../api/access.ts';
import { useMay } from '../../api/rights.ts';

/** Of the collection that is offered to be made where there is none yet. */
const usualName = 'inbox';

export interface Choice {
  readonly name: string;
  readonly title: string;
  /** It is made together with the link. */
  readonly isNew: boolean;
}

/** Undefined until they are known. Whether others may be let in is for the server to decide. */
export function useInboxes(): readonly Choice[] | undefined {
  const may = useMay();
  const { data } = useQuery(collections);
  if (!data) return undefined;
  const made = data.collections
    .filter(({ isDefined }) => isDefined)
    .map(({ name, title }) => ({ name, title, isNew: false }));
  const hasUsual = made.some(({ name }) => name === usualName);
  return may('administer') && !hasUsual ? [...made, { name: usualName, title: '', isNew: true }] : made;
}

/** Only who may store something lets others do so. */
export function useMayAskForImages(): boolean {
  const may = useMay();
  return may('share') && may('store');
}
