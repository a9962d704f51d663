import { X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asIsocenterError } from '../../base/index.ts';
import { type Check, type ResultFor, settingTable } from '../../contract/index.ts';
import { diskOf, type StatusParts } from './status.ts';

type Examine = (parts: StatusParts) => Promise<Check> | Check;

/** As disks are sold, and as the web app says it. */
const GIGABYTE = 1000 ** 3;
const inGigabytes = (bytes: number): string => (bytes / GIGABYTE).toFixed(1);
/** How long administrators are told of it. */
const EMERGENCY_DAYS = 30;

const checks: readonly Examine[] = [
  function settings() {
    const count = Object.keys(settingTable).length;
    return ok('Settings', `All ${count} settings are valid.`);
  },
  function dataDirectory({ settings }) {
    return ok('Data directory', `${settings.data} is open and locked by this process.`);
  },
  async function disk({ settings }) {
    const { freeBytes, totalBytes } = await diskOf(settings.data);
    const free = `${inGigabytes(freeBytes)} of ${inGigabytes(totalBytes)} GB are free.`;
    if (freeBytes < GIGABYTE)
      return problem('Disk', free, 'Free some space: senders are refused when it is full.');
    return freeBytes < totalBytes / 20 ? warning('Disk', free, 'Plan for more space.') : ok('Disk', free);
  },
  async function databasePlace({ settings }) {
    if (!settings.database.startsWith('sqlite:')) return ok('Database', 'PostgreSQL.');
    const { type } = await statfs(dirname(settings.database.slice('sqlite:'.length)));
    return judgeFileSystem(type);
  },
  async function certificate({ settings, clock }) {
    if (!settings.tlsCertificate) return ok('Certificate', 'None is set; the TLS port is closed.');
    return certificateIn('Certificate', settings.tlsCertificate, clock.now());
  },
  async function httpCertificate({ settings, clock }) {
    if (!settings.httpTlsCertificate)
      return ok('HTTPS certificate', 'None is set; the HTTPS port is closed.');
    return certificateIn('HTTPS certificate', settings.httpTlsCertificate, clock.now());
  },
  async function catalog({ archive }) {
    const { studies, instances } = await archive.counts();
    return ok('Catalog', `${studies} studies and ${instances} instances; its schema is up to date.`);
  },
  function storage({ archive }) {
    const [first] = archive.problems();
    if (first) return problem('Storage', first, 'Check the disk and its logs, then run `isocenter verify`.');
    return ok('Storage', 'Nothing is waiting that should not be.');
  },
  async function losses({ archive }) {
    const lost = await archive.countLosses();
    if (lost === 0) return ok('Losses', 'Nothing that was stored is known to be lost.');
    return warning(
      'Losses',
      `${lost} stored items have lost their bytes.`,
      'See `isocenter losses`: put a good copy where each belongs and run `isocenter verify`, send it again, or accept the loss with `isocenter losses accept`.',
    );
  },
  async function quarantine({ archive }) {
    const { quarantined } = await archive.counts();
    if (quarantined === 0) return ok('Quarantine', 'Nothing is in it.');
    return warning(
      'Quarantine',
      `${quarantined} files could not be taken in, or were found damaged.`,
      'See `isocenter quarantine`: try again, save what is of use elsewhere, and discard the rest.',
    );
  },
  async function conflicts({ archive }) {
    const { conflicts: open } = await archive.counts();
    if (open === 0) return ok('Conflicts', 'None is open.');
    return warning('Conflicts', `${open} wait for a decision.`, 'See `isocenter conflicts list`.');
  },
  function doors({ state }) {
    if (state.addresses.length === 0)
      return ok('Doors', 'No server is running; this command works on the data directly.');
    const places = state.addresses.map(({ door, host, port }) =>
      door === 'control' ? host : `${door} ${host}:${port}`,
    );
    return ok('Doors', places.join(', '));
  },
  function access({ settings, state }) {
    const isPublic = state.addresses.some(
      ({ door, host }) => door.startsWith('dicom') && !isLoopbackHost(host),
    );
    if (settings.openToUnregistered && isPublic) {
      const hint = 'Register the nodes that should get in, then turn openToUnregistered off.';
      return warning('Access', 'Anyone who reaches the DICOM port can read and write everything.', hint);
    }
    return ok('Access', 'Only this machine and registered nodes get in.');
  },
  function groupsOfProvider({ access, settings }) {
    if (!settings.oidcIssuer) return ok('Groups', 'No login provider puts people into groups.');
    const known = new Set(access.groups.list().map(({ name }) => name));
    const unknown = [...new Set(Object.values(settings.oidcGroups))].filter((name) => !known.has(name));
    if (unknown.length === 0) return ok('Groups', 'Every group that oidcGroups names is there.');
    return warning(
      'Groups',
      `oidcGroups names what is not there: ${unknown.join(', ')}.`,
      'Make them with `isocenter group add`; people come into them with their next login.',
    );
  },
  function emergencies({ access, clock }) {
    const since = new Date(clock.now().getTime() - EMERGENCY_DAYS * DAY_MS).toISOString();
    const [last, ...others] = access.emergencies.since(since);
    if (!last) return ok('Emergencies', `Nobody broke glass in the last ${EMERGENCY_DAYS} days.`);
    const message = `${last.account} broke glass at ${last.openedAt}${others.length > 0 ? `; ${others.length} more in ${EMERGENCY_DAYS} days` : ''}.`;
    return warning(
      'Emergencies',
      message,
      'See who and why: `isocenter audit list`, and `isocenter break-glass` for what is open now.',
    );
  },
  function rebuilt({ archive }) {
    if (!archive.needsRebuild()) return ok('Records', 'The catalog has all records.');
    return problem(
      'Records',
      'A rebuild was interrupted.',
      'Run `isocenter rebuild` again; nothing is lost.',
    );
  },
];

/** Everything that can be looked at without changing anything, with what to do about it. */
export async function examine(parts: StatusParts): Promise<ResultFor<'doctor'>> {
  const results: Check[] = [];
  for (const check of checks) results.push(await attempted(check, parts));
  return { checks: results };
}

/** One that fails is a finding, and keeps no other from being made. */
async function attempted(check: Examine, parts: StatusParts): Promise<Check> {
  try {
    return await check(parts);
  } catch (error) {
    return problem(titleOf(check.name), `It cannot be looked at: ${asIsocenterError(error).message}`, '');
  }
}

/** `databasePlace`: Database place. */
const titleOf = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());

/** Magic numbers of statfs(2): on these, locks and the shared memory of SQLite cannot be trusted. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
]);

/** @param type of the file system that the database file lies on, as statfs(2) has it */
export function judgeFileSystem(type: number): Check {
  const name = networkFileSystems.get(type >>> 0);
  if (name === undefined) return ok('Database', 'SQLite, on a disk of this machine.');
  const hint =
    'Set `database` to a place on a local disk; `isocenter rebuild` fills it. The data may stay here.';
  return problem('Database', `SQLite on a network drive (${name}): it can be damaged at any time.`, hint);
}

const DAY_MS = 86_400_000;
const RENEW_DAYS = 30;

async function certificateIn(name: string, file: string, now: Date): Promise<Check> {
  try {
    return judgeCertificate(name, await readFile(file), now);
  } catch (error) {
    const hint =
      'The TLS port does not open without it. Put the file (PEM) in its place, or mend the setting.';
    return problem(name, `${file} is no certificate that can be read: ${(error as Error).message}`, hint);
  }
}

/** @param pem the certificate that the TLS port shows, the first of its file */
export function judgeCertificate(name: string, pem: Uint8Array, now: Date): Check {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  const days = Math.floor((validToDate.getTime() - now.getTime()) / DAY_MS);
  const until = validToDate.toISOString().slice(0, 10);
  const hint = 'Renew it and put the new one in its place; the server takes it into use within seconds.';
  if (validFromDate > now) return problem(name, 'It is not valid yet.', 'Check the clock.');
  if (days < 0) return problem(name, `It expired on ${until}: no caller can trust it.`, hint);
  if (days < RENEW_DAYS) return warning(name, `It expires on ${until}.`, hint);
  return ok(name, `Valid until ${until}.`);
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');
const ok = (name: string, message: string): Check => ({ name, status: 'ok', message, hint: '' });
const warning = (name: string, message: string, hint: string): Check => ({
  name,
  status: 'warning',
  message,
  hint,
});
const problem = (name: string, message: string, hint: string): Check => ({
  name,
  status: 'problem',
  message,
  hint,
});
