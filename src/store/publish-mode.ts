import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';
import { storeError } from './io-error.ts';

/** How a sealed file gets its final name. */
export type PublishMode = 'link' | 'rename';

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

/** Always the same name: what a power cut left of it goes at the next start. */
const LINK = '.link-probe.tmp';

/**
 * Tries a hard link from `incoming/` to each directory of final names. File systems without (exFAT, some network and
 * FUSE ones) get `rename`. All of them must be one file system: neither call crosses a border.
 */
export function probePublishMode(incoming: string, targets: readonly string[], name: string): PublishMode {
  const probe = path.join(incoming, `${name}.tmp`);
  try {
    fs.writeFileSync(probe, '');
    return targets.every((target) => canLink(probe, path.join(target, LINK))) ? 'link' : 'rename';
  } catch (error) {
    throw storeError(error, 'the data directory');
  } finally {
    fs.rmSync(probe, { force: true });
  }
}

function canLink(from: string, to: string): boolean {
  try {
    fs.rmSync(to, { force: true });
    fs.linkSync(from, to);
    fs.unlinkSync(to);
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (NO_HARD_LINKS.has(code)) return false;
    if (code !== 'EXDEV') throw error;
    const reason = `${path.basename(path.dirname(to))}/ and incoming/ must lie on the same file system`;
    throw new IsocenterError('store/io', { what: 'the data directory', reason }, error);
  }
}
