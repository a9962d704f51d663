import { createRequire } from 'node:module';

interface Koffi {
  load(library: string | null): { func(prototype: string): unknown };
  address(bytes: ArrayBufferView): bigint;
  errno(): number;
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

const koffi = once(loadKoffi);
const libc = once(() => koffi()?.load(null));

/**
 * A function of the C library by its prototype; undefined without koffi, not on Linux, and where libc lacks it. It is looked
 * up when first asked for: a server that nobody calls does without koffi, 5 MB.
 */
export function libcFunction<F>(prototype: string): () => F | undefined {
  return once(() => {
    try {
      return libc()?.func(prototype) as F | undefined;
    } catch {
      // No such symbol: an older libc, or another one.
      return undefined;
    }
  });
}

/** Where bytes lie, for a structure that points to them. Only for a call that returns before they can go. */
export function addressOf(bytes: ArrayBufferView): bigint {
  return koffi()?.address(bytes) ?? 0n;
}

/** Why the call before this one failed; 0 without koffi. */
export const errnoOf = (): number => koffi()?.errno() ?? 0;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
