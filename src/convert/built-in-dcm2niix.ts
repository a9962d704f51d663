/**
 * A program of its own: the dcm2niix of the package @niivue/dcm2niix, with folders of the machine where it looks for its
 * own. `INPUT OUTPUT ARGUMENTS...` converts what is in INPUT; `--version` says which one it is.
 */
import { loadDcm2niix } from './dcm2niix-module.ts';
import { HostFolder } from './host-folder.ts';

/** An exit code that dcm2niix does not have: its memory did not suffice. */
const OUT_OF_MEMORY = 70;
/** Its memory ends at 2 GiB and grows in steps: a run that fails with more than this had not enough. */
const NEARLY_ALL_MEMORY = 1.5 * 1024 ** 3;

const module = await loadDcm2niix((line) => process.stdout.write(`${line}\n`));
try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stdout.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
const isFull = module.HEAP8.length > NEARLY_ALL_MEMORY;
if (process.exitCode !== 0 && isFull) process.exitCode = OUT_OF_MEMORY;

function main([input, output, ...args]: string[]): number {
  if (input === undefined || output === undefined) return module.callMain(['--version']);
  const { FS } = module;
  for (const [name, folder] of [
    ['/in', new HostFolder(FS, input, 'read')],
    ['/out', new HostFolder(FS, output, 'write')],
  ] as const) {
    FS.mkdir(name);
    FS.mount(folder, {}, name);
  }
  return module.callMain([...args, '-o', '/out', '/in']);
}
