/** What must be decided before Node loads anything else or touches the disk from a thread. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { threadPoolSize } from './thread-pool-size.ts';

/** Compiled code from the last start: it halves the time to the first answer. Without a writable place it is skipped. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/isocenter-compiled', import.meta.url));

// libuv reads this when it makes its pool, at the first asynchronous file access, and never again.
process.env.UV_THREADPOOL_SIZE ??= threadPoolSize(process.argv, process.env);

// Received bytes are thousands of short-lived buffers outside V8's heap, and V8 starts a full collection when they add up
// to 64 MB. With a small young generation it notices earlier that they are garbage: for CT, 2.9 instead of 4.6 ms CPU an
// instance and 80 MB less memory.
const heapOptions = ['--max-semi-space-size=4'];

// glibc gives each of the pool's threads an arena of its own, though they hardly allocate: 3 MB.
const arenas = '2';

// Node's TypeScript stripper stays in memory once it was needed (16 MB). With the cache on from the very first file it
// is not, and that takes a variable: the server, which stays, becomes a new program in the same process.
if (process.argv[2] === 'serve' && process.env.NODE_COMPILE_CACHE === undefined && process.execve) {
  const args = [process.execPath, ...heapOptions, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, {
    MALLOC_ARENA_MAX: arenas,
    ...process.env,
    NODE_COMPILE_CACHE: cache,
  });
}

enableCompileCache(cache);
