import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const path = '/api/events/stream';
/** Events come one by one, questions of them at most so often, milliseconds. */
const gatherMs = 300;

/** Asks again for studies and counts whenever something happens in the archive. */
export function useArrivals(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer = undefined;
      for (const queryKey of [['studies'], ['counts']]) void client.invalidateQueries({ queryKey });
    };
    const source = new EventSource(path);
    source.addEventListener('instance.stored', () => {
      timer ??= setTimeout(again, gatherMs);
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client]);
}
