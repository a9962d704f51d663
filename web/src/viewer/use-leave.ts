import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

const indexOf = ({ location }: RouterHistory): number => location.state.__TSR_index;

/** Where one came from, whatever was done in the viewer since. @param otherwise where those go who came from nowhere */
export function useLeave(otherwise: string): () => void {
  const { history } = useRouter();
  const [entered] = useState(() => indexOf(history));
  return () => {
    if (entered === 0) history.push(otherwise);
    // Who reloaded the page in the middle goes one step at a time.
    else history.go(Math.min(-1, entered - 1 - indexOf(history)));
  };
}
