import { readdir, readFile } from 'node:fs/promises';
import { endProcess } from '../programs/index.ts';

/**
 * Ends processes of extensions that an earlier server left behind: one that was killed can tell nobody, and a program that
 * loops does not see that it is gone. Who holds the data directory is the only one to have such. On Linux only.
 * @param folder what extensions of this data directory keep
 */
export async function endStrays(folder: string): Promise<void> {
  for (const name of await readdir('/proc').catch(() => [])) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (
      words.includes('--permission') &&
      words.some((word) => word.startsWith(`--allow-fs-write=${folder}/`))
    )
      endProcess(pid);
  }
}
