/** Runs a program of this project under its own Node, as if it were this process. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ownNode } from './install.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const checkParentMs = 1_000;

export function runUnderOwnNode(args) {
  const child = spawn(ownNode, args, { stdio: 'inherit' });
  let isTold = false;
  const tell = (signal) => {
    isTold = true;
    child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, () => tell(signal));
  // npm gives SIGTERM to the shell between it and us, which keeps it to itself: without npm there is nobody to run for.
  const parent = process.ppid;
  const watch = () => {
    if (process.ppid !== parent && !isTold) tell('SIGTERM');
  };
  if (process.env.npm_lifecycle_event !== undefined) setInterval(watch, checkParentMs).unref();
  child.on('error', (error) => {
    console.error(`isocenter: cannot start ${ownNode}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
