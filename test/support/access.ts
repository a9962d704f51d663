import { Access } from '../../src/access/index.ts';
import type { Archive } from '../../src/archive/index.ts';
import { type Clock, systemClock } from '../../src/base/index.ts';

const hour = 3_600_000;
/** An hour without anything, three hours in all. */
const sessions = { idleMs: hour, absoluteMs: 3 * hour };

/** Accounts and tokens of an archive that is open in this process. */
export function openAccess(archive: Archive, data: string, clock: Clock = systemClock): Promise<Access> {
  const records = {
    entries: () => archive.accessEntries(),
    save: (...saving: Parameters<Archive['saveAccessEntry']>) => archive.saveAccessEntry(...saving),
  };
  return Access.open({ data, records, sessions, clock });
}
