/** Which side of the patient is at which edge of a picture. */
import type { EdgeLetters } from './engine/orientation.ts';
import styles from './viewport.module.css';

const edges = ['left', 'right', 'top', 'bottom'] as const;

export function Edges(letters: EdgeLetters) {
  return edges.map((edge) => (
    <div key={edge} className={`${styles.edge} ${styles[edge]}`} data-edge={edge}>
      {letters[edge]}
    </div>
  ));
}
