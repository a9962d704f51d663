/** What `isocenter serve` says when it is ready. */
import { resolve } from 'node:path';
import type { Address, Settings } from '../../contract/index.ts';
import { formatCountOf } from '../text/quantities.ts';

/** `program`: how a person calls us here, `npx isocenter` in a clone. */
export function banner(
  program: string,
  version: string,
  settings: Settings,
  addresses: readonly Address[],
  setUpKey: string | undefined,
): string {
  const lines: [string, string][] = [
    ['DICOM', `${place(addresses, 'dicom')}  AE title ${settings.aet.join(', ')}`],
    ['DICOM TLS', place(addresses, 'dicom-tls') || 'off (set tlsCertificate and tlsKey)'],
    ...httpLines(addresses),
    ['Data', settings.data],
    ['Database', databaseWords(settings.database)],
    ['Let in', whoMayCall(settings)],
    ...setUpLine(program, addresses, setUpKey),
  ];
  const table = lines.map(([name, value]) => `  ${name.padEnd(10)}  ${value}`).join('\n');
  const command = `${program} import FOLDER${dataFlag(settings.data)}`;
  return `Isocenter ${version} is ready.\n\n${table}\n\n  Take in a folder, from another terminal: ${command}\n  Stop: Ctrl-C\n`;
}

/** Where browsers and programs go: on this machine by its name, as passkeys need one. */
function httpLines(addresses: readonly Address[]): [string, string][] {
  const at = httpAddress(addresses);
  return [
    ['HTTPS', place(addresses, 'https') || 'off (set httpTlsCertificate and httpTlsKey)'],
    ['HTTP', `${at}  people, studies and images; the REST API is described at ${at}/api/docs`],
    ['DICOMweb', `${at}/dicom-web`],
    ['Watch', `${at}/health and ${at}/metrics`],
  ];
}

function httpAddress(addresses: readonly Address[]): string {
  const http = addresses.find(({ door }) => door === 'http');
  return http && isLocal(http) ? `http://localhost:${http.port}` : `http://${place(addresses, 'http')}`;
}

/** Reached from this machine under the name `localhost`, whatever else reaches it. */
const isLocal = ({ host }: Address): boolean => /^(127\.0\.0\.1|::1?|0\.0\.0\.0|localhost)$/.test(host);

/** There is no account yet. The link works on this machine only, once. */
function setUpLine(
  program: string,
  addresses: readonly Address[],
  key: string | undefined,
): [string, string][] {
  const http = addresses.find(({ door }) => door === 'http');
  if (key === undefined || !http) return [];
  if (!isLocal(http)) return [['Set up', `${program} user add NAME --role administrator`]];
  return [['Set up', `${httpAddress(addresses)}/setup?key=${key}  (on this machine, once)`]];
}

/** Commands look for the server of ./data unless told otherwise. */
function dataFlag(data: string): string {
  return data === resolve('data') ? '' : ` --data ${data}`;
}

function place(addresses: readonly Address[], door: Address['door']): string {
  return addresses
    .filter((address) => address.door === door)
    .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
    .join(', ');
}

/** Never the password. */
function databaseWords(database: string): string {
  if (database.startsWith('sqlite:')) return `SQLite, ${database.slice('sqlite:'.length)}`;
  const { host, pathname } = new URL(database);
  return `PostgreSQL, ${host}${pathname}`;
}

function whoMayCall({ loopbackGrant, openToUnregistered, nodes }: Settings): string {
  if (openToUnregistered) return 'EVERYONE who reaches the port (openToUnregistered)';
  const registered = nodes.length > 0 ? `${formatCountOf(nodes.length, 'node')} of the config file and ` : '';
  return `${loopbackGrant ? 'programs on this machine, ' : ''}${registered}registered nodes (isocenter nodes list)`;
}
