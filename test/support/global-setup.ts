import { chmodSync } from 'node:fs';
import { RUN_DIRECTORY_VARIABLE, stopSharedCluster } from './postgres.ts';
import { TemporaryDirectory } from './temp.ts';

/** One directory per test run, for what its test files share. Whatever lives in it is started by who needs it first. */
export default function setup(): () => Promise<void> {
  const directory = new TemporaryDirectory('run');
  // PostgreSQL runs as another user and has to get through.
  chmodSync(directory.path, 0o711);
  process.env[RUN_DIRECTORY_VARIABLE] = directory.path;
  return async () => {
    await stopSharedCluster(directory.path);
    directory.remove();
  };
}
