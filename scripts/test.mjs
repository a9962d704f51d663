/** `npm test`: installs what is missing, then runs every test. Arguments go to `vitest run`. */
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUnderOwnNode } from './run.mjs';

ensureInstalled({ forDevelopers: true });
runUnderOwnNode([join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);
