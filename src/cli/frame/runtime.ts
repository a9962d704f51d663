/** What must be decided before Node loads anything else or touches the disk from a thread. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { threadPoolSize } from './thread-pool-size.ts';

// Compiled code from the last start: it halves the time to the first answer. Without a writable place it is skipped.
enableCompileCache(
  fileURLToPath(new URL('../../../node_modules/.cache/isocenter-compiled', import.meta.url)),
);

// libuv reads this when it makes its pool, at the first asynchronous file access, and never again.
process.env.UV_THREADPOOL_SIZE ??= threadPoolSize(process.argv, process.env);
