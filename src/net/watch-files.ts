import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Between two looks. A change is taken at the second look that finds it, so that files are not read while they are written. */
const LOOK_EVERY_MS = 2_000;

/**
 * Calls `changed` when files have other contents, other files have taken their place, or links lead elsewhere. It looks
 * instead of being told: what the kernel tells does not reach through links, and certificates are often links.
 * @returns ends it
 */
export function watchFiles(
  paths: readonly string[],
  changed: () => void,
  everyMs: number = LOOK_EVERY_MS,
): () => void {
  let used = lookNow(paths);
  let before = used;
  let isLooking = false;
  const check = async (): Promise<void> => {
    const now = await look(paths);
    const isSettled = now === before;
    before = now;
    if (!isSettled || now === used) return;
    used = now;
    changed();
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void check().finally(() => {
      isLooking = false;
    });
  }, everyMs).unref();
  return () => clearInterval(timer);
}

/** What differs as soon as one of the files does. A file that is not there is a state of its own. */
async function look(paths: readonly string[]): Promise<string> {
  const states = paths.map((path) => stat(path, { bigint: true }).then(stateOf, () => stateOf(undefined)));
  return (await Promise.all(states)).join(' ');
}

/** The same at once, before whoever calls has a chance to change them. */
const lookNow = (paths: readonly string[]): string =>
  paths.map((path) => stateOf(statSync(path, { bigint: true, throwIfNoEntry: false }))).join(' ');

const stateOf = (stats: BigIntStats | undefined): string =>
  stats ? `${stats.ino}:${stats.size}:${stats.mtimeNs}` : 'none';
