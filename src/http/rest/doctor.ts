import { X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fillTemplate } from '../../base/index.ts';
import {
  type Check,
  type CheckName,
  checkNames,
  type FindingCode,
  findingRegister,
  type Problem,
  problemOf,
  type ResultFor,
  settingTable,
} from '../../contract/index.ts';
import { diskOf, type StatusParts } from './status.ts';

type Found = Pick<Check, 'status' | 'finding' | 'params' | 'cause'>;
type Look = (parts: StatusParts) => Promise<Found> | Found;

/** As disks are sold, and as the web app says it. */
const GIGABYTE = 1000 ** 3;
const inGigabytes = (bytes: number): number => Math.round(bytes / (GIGABYTE / 10)) / 10;
/** How long administrators are told of it. */
const EMERGENCY_DAYS = 30;

const looks: Readonly<Record<CheckName, Look>> = {
  settings: () => ok('settings-valid', { count: Object.keys(settingTable).length }),
  dataDirectory: ({ settings }) => ok('data-open', { path: settings.data }),
  async disk({ settings }) {
    const { freeBytes, totalBytes } = await diskOf(settings.data);
    const free = { free: inGigabytes(freeBytes), total: inGigabytes(totalBytes) };
    if (freeBytes < GIGABYTE) return problem('disk-full', free);
    return freeBytes < totalBytes / 20 ? warning('disk-little', free) : ok('disk-free', free);
  },
  async database({ settings }) {
    if (!settings.database.startsWith('sqlite:')) return ok('database-postgres');
    const { type } = await statfs(dirname(settings.database.slice('sqlite:'.length)));
    return judgeFileSystem(type);
  },
  async certificate({ settings, clock }) {
    if (!settings.tlsCertificate) return ok('certificate-none');
    return certificateIn(settings.tlsCertificate, clock.now());
  },
  async httpCertificate({ settings, clock }) {
    if (!settings.httpTlsCertificate) return ok('certificate-none-https');
    return certificateIn(settings.httpTlsCertificate, clock.now());
  },
  async catalog({ archive }) {
    const { studies, instances } = await archive.counts();
    return ok('catalog-current', { studies, instances });
  },
  storage({ archive }) {
    const [first] = archive.problems();
    if (!first) return ok('storage-settled');
    const { title: reason } = first.problem;
    return problem('storage-waits', { reason }, first.problem);
  },
  async losses({ archive }) {
    const count = await archive.countLosses();
    return count === 0 ? ok('losses-none') : warning('losses-some', { count });
  },
  async quarantine({ archive }) {
    const { quarantined: count } = await archive.counts();
    return count === 0 ? ok('quarantine-empty') : warning('quarantine-some', { count });
  },
  async conflicts({ archive }) {
    const { conflicts: count } = await archive.counts();
    return count === 0 ? ok('conflicts-none') : warning('conflicts-some', { count });
  },
  doors({ state }) {
    if (state.addresses.length === 0) return ok('doors-none');
    const places = state.addresses.map(({ door, host, port }) =>
      door === 'control' ? host : `${door} ${host}:${port}`,
    );
    return ok('doors-open', { places: places.join(', ') });
  },
  access({ settings, state }) {
    const isPublic = state.addresses.some(
      ({ door, host }) => door.startsWith('dicom') && !isLoopbackHost(host),
    );
    return settings.openToUnregistered && isPublic ? warning('access-open') : ok('access-known');
  },
  groups({ access, settings }) {
    if (!settings.oidcIssuer) return ok('groups-unused');
    const known = new Set(access.groups.list().map(({ name }) => name));
    const unknown = [...new Set(Object.values(settings.oidcGroups))].filter((name) => !known.has(name));
    return unknown.length === 0
      ? ok('groups-known')
      : warning('groups-unknown', { names: unknown.join(', ') });
  },
  emergencies({ access, clock }) {
    const since = new Date(clock.now().getTime() - EMERGENCY_DAYS * DAY_MS).toISOString();
    const found = access.emergencies.since(since);
    const [last] = found;
    if (!last) return ok('emergencies-none', { days: EMERGENCY_DAYS });
    const { account, openedAt: at } = last;
    return warning('emergencies-some', { account, at, count: found.length, days: EMERGENCY_DAYS });
  },
  records: ({ archive }) => (archive.needsRebuild() ? problem('records-interrupted') : ok('records-whole')),
};

/** Everything that can be looked at without changing anything, with what to do about it. */
export async function examine(parts: StatusParts): Promise<ResultFor<'doctor'>> {
  const checks: Check[] = [];
  for (const [check, look] of Object.entries(looks) as [CheckName, Look][])
    checks.push(inEnglish(check, await attempted(look, parts)));
  return { checks };
}

/** One that fails is a finding, and keeps no other from being made. */
async function attempted(look: Look, parts: StatusParts): Promise<Found> {
  try {
    return await look(parts);
  } catch (error) {
    const cause = problemOf(error);
    return problem('not-looked', { reason: cause.title }, cause);
  }
}

function inEnglish(check: CheckName, found: Found): Check {
  const { message, hint } = findingRegister[found.finding];
  return { check, name: checkNames[check], ...found, message: fillTemplate(message, found.params), hint };
}

/** Magic numbers of statfs(2): on these, locks and the shared memory of SQLite cannot be trusted. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
]);

/** @param type of the file system that the database file lies on, as statfs(2) has it */
export function judgeFileSystem(type: number): Found {
  const name = networkFileSystems.get(type >>> 0);
  return name === undefined ? ok('database-local') : problem('database-network', { type: name });
}

const DAY_MS = 86_400_000;
const RENEW_DAYS = 30;

async function certificateIn(file: string, now: Date): Promise<Found> {
  try {
    return judgeCertificate(await readFile(file), now);
  } catch (error) {
    return problem('certificate-unreadable', { file, reason: (error as Error).message });
  }
}

/** @param pem the certificate that the TLS port shows, the first of its file */
export function judgeCertificate(pem: Uint8Array, now: Date): Found {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  const days = Math.floor((validToDate.getTime() - now.getTime()) / DAY_MS);
  const day = validToDate.toISOString().slice(0, 10);
  if (validFromDate > now) return problem('certificate-early');
  if (days < 0) return problem('certificate-expired', { day });
  return days < RENEW_DAYS ? warning('certificate-ends', { day }) : ok('certificate-valid', { day });
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

type Tell = (finding: FindingCode, params?: Check['params'], cause?: Problem) => Found;
const tell =
  (status: Check['status']): Tell =>
  (finding, params = {}, cause) => ({ status, finding, params, ...(cause && { cause }) });
const ok = tell('ok');
const warning = tell('warning');
const problem = tell('problem');
