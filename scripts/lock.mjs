/** One process at a time, by a file that names it. Plain JavaScript for any Node from 18 on, without packages. */
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const lookAgainMs = 100;
/** Whoever holds it longer has a number that belongs to another program by now, or hangs. */
const longestMs = 15 * 60_000;

/** Runs `work` while nobody else with the same `path` does; says once that it waits. The folder of `path` has to be there. */
export function alone(path, work, onWait) {
  const own = `${path}.${process.pid}`;
  // A killed process of the same number left it, still linked to the lock: writing into it would renew both.
  rmSync(own, { force: true });
  writeFileSync(own, `${process.pid}\n`);
  try {
    take(path, own, onWait);
    try {
      return work();
    } finally {
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link is made or it is not: two can never both have made it. */
function take(path, own, onWait) {
  const started = Date.now();
  for (let isFirst = true; !isLinked(own, path); isFirst = false) {
    if (isAbandoned(path)) setAside(path);
    else if (Date.now() - started > longestMs) throw new Error(`${path} is held for too long; remove it`);
    else {
      if (isFirst) onWait();
      sleep(lookAgainMs);
    }
  }
}

function isLinked(own, path) {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Its process was killed, or it is older than any work takes. One that names us is of a killed process that had our number: in a
 * container, numbers are the same after each start.
 */
function isAbandoned(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return pid === process.pid || !isAlive(pid) || Date.now() - statSync(path).mtimeMs > longestMs;
  } catch (error) {
    // Given back in the meantime.
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one too.
    return error.code === 'EPERM';
  }
}

/** Of several who find it abandoned one moves it; what was moved is looked at again, as a new holder may have come between. */
function setAside(path) {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (!isAbandoned(aside)) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
