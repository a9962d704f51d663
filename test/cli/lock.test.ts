/** The lock of the scripts, where processes have the same number again after each start: in a container. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from '../support/processes.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const lock = new URL('../../scripts/lock.mjs', import.meta.url).href;

it('what a killed process of the same number left keeps nobody waiting', async () => {
  using folder = new TemporaryDirectory('lock');
  const path = folder.join('.installing');
  const program = `
    import { linkSync, writeFileSync } from 'node:fs';
    import { alone } from '${lock}';
    writeFileSync('${path}.' + process.pid, process.pid + '\\n');
    linkSync('${path}.' + process.pid, '${path}');
    alone('${path}', () => console.log('done'), () => { throw new Error('it waits for itself'); });`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', program]);
  expect({ stdout, stderr }).toEqual({ stdout: 'done\n', stderr: '' });
  expect(readdirSync(folder.path)).toEqual([]);
});
