#!/usr/bin/env node
/** The `isocenter` program for whatever Node is on the path: installs what is missing, then runs under the own Node. */
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUnderOwnNode } from './run.mjs';

ensureInstalled();
runUnderOwnNode([join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)]);
