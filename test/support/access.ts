import { basename } from 'node:path';
import type { HeldLimits } from '../../src/access/held-limits.ts';
import { Access } from '../../src/access/index.ts';
import type { Archive } from '../../src/archive/index.ts';
import { type Clock, systemClock } from '../../src/base/index.ts';
import { type Scope, systemActor } from '../../src/contract/index.ts';
import { Secrets } from '../../src/store/index.ts';
import { TemporaryDirectory } from './temp.ts';

const hour = 3_600_000;
/** An hour without anything, three hours in all. */
const sessions = { idleMs: hour, absoluteMs: 3 * hour };

/** Accounts and tokens of an archive that is open in this process. */
export async function openAccess(
  archive: Archive,
  data: string,
  clock: Clock = systemClock,
  limits?: HeldLimits,
): Promise<Access> {
  const secrets = await openSecrets(data);
  const records = {
    entries: () => archive.accessEntries(),
    sees: async (scope: Scope, study: string) =>
      (await archive.count(systemActor, scope, [{ studyInstanceUids: [study] }])) > 0,
    save: (...saving: Parameters<Archive['saveAccessEntry']>) => archive.saveAccessEntry(...saving),
  };
  return Access.open({ secrets, records, sessions, clock, ...(limits && { limits }) });
}

const keys = new TemporaryDirectory('keys');

/** The secrets of a data directory; their key goes with the process. */
export function openSecrets(data: string): Promise<Secrets> {
  return Secrets.open({ data, keyFile: keys.join(`${basename(data)}.key`) });
}
