/** `npm test`: installs and builds what is missing, then runs every test. Arguments go to `vitest run`. */
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUnderOwnNode } from './run.mjs';
import { ensureWebAppBuilt } from './web-app.mjs';

ensureInstalled({ forDevelopers: true });
if (!ensureWebAppBuilt()) process.exit(1);
runUnderOwnNode([join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);
