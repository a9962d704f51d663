import { useQuery } from '@tanstack/react-query';
import type { Right } from '../../../src/contract/index.ts';
import { me } from './queries.ts';

/** Whether somebody may do something to what they see, as far as that is known: the server decides in the end. */
export function useMay(): (right: Right) => boolean {
  const { data } = useQuery(me);
  return (right) => data?.may.some((each) => each.right === right) === true;
}

/** The same, of everything that there is. */
export function useMayEverywhere(): (right: Right) => boolean {
  const { data } = useQuery(me);
  return (right) => data?.onEverything.includes(right) === true;
}

/** Whether somebody came by a link, and has no account here. */
export function useIsGuest(): boolean {
  return useQuery(me).data?.share != null;
}

/** Whether somebody came by a link that does not say whose images it shows; undefined while that is not known. */
export function useIsIdentityHidden(): boolean | undefined {
  const { data } = useQuery(me);
  return data && data.share?.hidesIdentity === true;
}
