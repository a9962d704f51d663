import { Loader } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { useState } from 'react';
import styles from './viewport.module.css';

/** Before that nobody notices a wait; and what turns takes time from what is waited for. */
const PATIENCE_MS = 400;

/** That something is on its way, once it takes a while. */
export function Busy({ words }: { readonly words: string }) {
  const [isLong, setLong] = useState(false);
  useTimeout(() => setLong(true), PATIENCE_MS, { autoInvoke: true });
  return (
    <div className={styles.busy} role="status">
      {isLong && <Loader size="sm" aria-label={words} />}
    </div>
  );
}
