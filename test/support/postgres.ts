import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './ports.ts';
import { findProgram, runOrThrow, waitFor } from './processes.ts';
import { TemporaryDirectory } from './temp.ts';

const SUPERUSER = 'isocenter';
/** Set by global-setup.ts for all test files of one run: where the shared cluster lives once somebody needs it. */
export const RUN_DIRECTORY_VARIABLE = 'ISOCENTER_TEST_RUN_DIRECTORY';

const binaries = newestBinaries('/usr/lib/postgresql');

/** True when PostgreSQL's server programs are here (Debian keeps them off PATH). */
export const hasPostgres: boolean = binaries !== undefined;

/** A throwaway database of its own, for `--database`. */
export interface PostgresDatabase extends AsyncDisposable {
  readonly url: string;
  /** Another one with the same contents. Nobody may be connected. */
  copy(): Promise<PostgresDatabase>;
  drop(): Promise<void>;
}

export interface PostgresCluster extends AsyncDisposable {
  /** URL of the maintenance database. */
  readonly url: string;
  createDatabase(): Promise<PostgresDatabase>;
  /** Stops its server, which can come back: `fast` ends all connections and closes well, `immediate` is a crash. */
  halt(mode: 'fast' | 'immediate'): Promise<void>;
  /** The server comes back, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A throwaway cluster on a free loopback port; nothing in it survives `stop`, so it syncs nothing.
 * @param parent where to make it; the system's temporary directory unless a test needs a certain file system.
 */
export async function startPostgres(parent?: string): Promise<PostgresCluster> {
  const directory = new TemporaryDirectory('postgres', parent);
  const url = await startCluster(directory.path);
  const stop = async () => {
    await stopCluster(directory.path);
    directory.remove();
  };
  return {
    url,
    createDatabase: () => createDatabaseIn(url),
    halt: (mode) => halt(directory.path, mode),
    resume: () => launch(directory.path, Number(new URL(url).port)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * A new database in the cluster that all test files of this run share. The first caller starts it; global-setup.ts
 * stops it. Outside of Vitest use `startPostgres`.
 */
export async function createDatabase(): Promise<PostgresDatabase> {
  const runDirectory = process.env[RUN_DIRECTORY_VARIABLE];
  if (runDirectory === undefined)
    throw new Error(`${RUN_DIRECTORY_VARIABLE} is not set; is global-setup.ts configured?`);
  return await createDatabaseIn(await sharedCluster(join(runDirectory, 'postgres')));
}

/** Stops the shared cluster if anybody started it. */
export async function stopSharedCluster(runDirectory: string): Promise<void> {
  const directory = join(runDirectory, 'postgres');
  if (existsSync(directory)) await stopCluster(directory);
}

async function sharedCluster(directory: string): Promise<string> {
  const urlFile = join(directory, 'url');
  try {
    // mkdir is atomic: exactly one of the test processes gets to start the cluster.
    mkdirSync(directory);
  } catch {
    return await waitFor(
      'the shared PostgreSQL cluster',
      () => existsSync(urlFile) && readFileSync(urlFile, 'utf8'),
    );
  }
  const url = await startCluster(directory);
  writeFileSync(urlFile, url, { mode: 0o600 });
  return url;
}

async function startCluster(directory: string): Promise<string> {
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const data = join(directory, 'data');
  mkdirSync(data);
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  // The cluster's owner has to get in; nobody else learns more than that it exists.
  chmodSync(directory, 0o711);
  if (isRoot) await runOrThrow('chown', [clusterOwner, data, passwordFile]);
  const login = ['-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  await asOwner('initdb', ['-D', data, ...login, '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']);
  await launch(directory, port);
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

async function launch(directory: string, port: number): Promise<void> {
  const data = join(directory, 'data');
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c fsync=off -c full_page_writes=off -c synchronous_commit=off',
    '-c max_connections=200',
  ];
  await asOwner('pg_ctl', [
    '-D',
    data,
    '-w',
    '-l',
    join(data, 'server.log'),
    '-o',
    settings.join(' '),
    'start',
  ]);
}

async function halt(directory: string, mode: 'fast' | 'immediate'): Promise<void> {
  await asOwner('pg_ctl', ['-D', join(directory, 'data'), '-w', '-m', mode, 'stop']);
}

async function stopCluster(directory: string): Promise<void> {
  // A cluster that a test has halted is down already.
  if (existsSync(join(directory, 'data', 'postmaster.pid'))) await halt(directory, 'immediate');
  rmSync(directory, { recursive: true, force: true });
}

async function createDatabaseIn(maintenanceUrl: string, template = 'template1'): Promise<PostgresDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(maintenanceUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(maintenanceUrl);
  url.pathname = name;
  const drop = async () => void (await query(maintenanceUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return {
    url: url.href,
    copy: () => createDatabaseIn(maintenanceUrl, name),
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

/** Rows of a statement, asked over a connection of its own. */
export async function query(url: string, statement: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root; Debian's package brings this user. */
const clusterOwner = 'postgres';

async function asOwner(program: string, args: readonly string[]): Promise<void> {
  const command = [join(binaries ?? '', program), ...args];
  const [first = '', ...rest] = isRoot
    ? [findProgram('runuser') ?? 'runuser', '-u', clusterOwner, '--', ...command]
    : command;
  // pg_ctl has the server write to its log file, so no captured pipe stays open behind it.
  await runOrThrow(first, rest, { cwd: tmpdir() });
}

function newestBinaries(root: string): string | undefined {
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(root, version, 'bin'))
    .find((path) => existsSync(join(path, 'initdb')));
}
