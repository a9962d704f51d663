/** What must be decided before Node loads anything else or touches the disk from a thread. */
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapStacks } from './source-stacks.ts';
import { threadPoolSize } from './thread-pool-size.ts';

// libuv reads this when it makes its pool, at the first asynchronous file access, and never again.
process.env.UV_THREADPOOL_SIZE ??= threadPoolSize(process.argv, process.env);

// Received bytes are thousands of short-lived buffers outside V8's heap, and V8 starts a full collection when they add up
// to 64 MB. With a small young generation it notices earlier that they are garbage: for CT, 2.9 instead of 4.6 ms CPU an
// instance and 80 MB less memory.
const heapOption = '--max-semi-space-size=4';

// glibc gives each of the pool's threads an arena of its own, though they hardly allocate: 3 MB.
const arenas = '2';

const isBuilt = !import.meta.url.endsWith('.ts');
const caches = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));
/** Compiled code from the last start: it halves the time to the first answer. Without a writable place it is skipped. */
const compiled = (folder: string): string => join(folder, 'isocenter-compiled');

// The server, which stays, becomes a new program in the same process: built in one piece, and with these options.
if (process.argv[2] === 'serve' && !process.execArgv.includes(heapOption) && process.execve) {
  const { builtServer } = await import('./built-server.ts');
  const program = await builtServer(caches);
  const args = [heapOption, ...process.execArgv, program ?? process.argv[1]!, ...process.argv.slice(2)];
  process.execve(process.execPath, [process.execPath, ...args], {
    MALLOC_ARENA_MAX: arenas,
    ...process.env,
    // From the very first file on: Node's TypeScript stripper stays in memory once it was needed (16 MB).
    NODE_COMPILE_CACHE: compiled(program ? dirname(program) : caches),
  });
}

if (isBuilt) mapStacks();
else enableCompileCache(compiled(caches));
