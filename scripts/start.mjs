/** `npm start`: installs what is missing, then runs the server on ./data. Arguments go to `isocenter serve`. */
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUnderOwnNode } from './run.mjs';

ensureInstalled();
runUnderOwnNode([join(root, 'src', 'cli', 'main.ts'), 'serve', ...process.argv.slice(2)]);
