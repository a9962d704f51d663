/** `npm start`: installs and builds what is missing, then runs the server on ./data. Arguments go to `isocenter serve`. */
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUnderOwnNode } from './run.mjs';
import { ensureWebAppBuilt } from './web-app.mjs';

ensureInstalled();
// Images can be received, found and given back without it.
ensureWebAppBuilt();
runUnderOwnNode([join(root, 'src', 'cli', 'main.ts'), 'serve', ...process.argv.slice(2)]);
