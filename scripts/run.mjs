/** Runs a program of this project under its own Node, as if it were this process. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ownNode } from './install.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function runUnderOwnNode(args) {
  const child = spawn(ownNode, args, { stdio: 'inherit' });
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`isocenter: cannot start ${ownNode}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
