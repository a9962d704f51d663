import { createRequire } from 'node:module';

interface Koffi {
  load(library: string | null): { func(prototype: string): unknown };
  address(bytes: ArrayBufferView): bigint;
}

/** An optional dependency, and these are calls of Linux: callers do without what is not there. */
function loadKoffi(): Koffi | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return createRequire(import.meta.url)('koffi') as Koffi;
  } catch {
    // Not installed, or not built for this processor.
    return undefined;
  }
}

const koffi = loadKoffi();
const libc = koffi?.load(null);

/** A function of the C library by its prototype; undefined without koffi, not on Linux, and where libc lacks it. */
export function libcFunction<F>(prototype: string): F | undefined {
  try {
    return libc?.func(prototype) as F | undefined;
  } catch {
    // No such symbol: an older libc, or another one.
    return undefined;
  }
}

/** Where bytes lie, for a structure that points to them. Only for a call that returns before they can go. */
export function addressOf(bytes: ArrayBufferView): bigint {
  return koffi?.address(bytes) ?? 0n;
}
