import { useState } from 'react';

/** What is filled in somewhere, and a function that changes some of it. */
export function useFields<Fields extends object>(
  initial: Fields | (() => Fields),
): readonly [fields: Fields, set: (change: Partial<Fields>) => void] {
  const [fields, setFields] = useState(initial);
  return [fields, (change) => setFields((before) => ({ ...before, ...change }))];
}
