import { useQueryClient } from '@tanstack/react-query';

/** Asks again for everything that is known of oneself: something of it was changed. */
export function useAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['me'] });
}
