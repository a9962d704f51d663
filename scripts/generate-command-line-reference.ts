/** Writes docs/command-line.md from what the commands say about themselves: `npm run docs:commands`. */
import { writeFileSync } from 'node:fs';
import { commandLinePage } from './command-line-page.ts';

writeFileSync(new URL('../docs/command-line.md', import.meta.url), await commandLinePage());
