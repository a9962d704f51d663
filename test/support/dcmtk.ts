import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, waitForPort } from './ports.ts';
import { BackgroundProcess, findProgram, type Output, run, type SpawnOptions } from './processes.ts';

/** Whom to call. */
export interface DicomPeer {
  readonly host?: string;
  readonly port: number;
  readonly aet: string;
}

export interface DcmtkOptions extends SpawnOptions {
  /** Our own title (`-aet`). */
  readonly callingAet?: string;
  /** Switch Nagle's algorithm off in DCMTK (its environment variable TCP_NODELAY). Default true. */
  readonly noDelay?: boolean;
  readonly timeoutMs?: number;
}

const tools = [
  'echoscu',
  'storescu',
  'findscu',
  'movescu',
  'getscu',
  'storescp',
  'dcmqrscp',
  'dcmdump',
] as const;

/** True when every DCMTK program that the suites use is here. */
export const hasDcmtk: boolean = tools.every((tool) => findProgram(tool) !== undefined);

const environment = (options: DcmtkOptions): SpawnOptions => ({
  ...options,
  // Unset is how Debian's package runs for everybody: Nagle's algorithm stays on.
  env: { TCP_NODELAY: options.noDelay === false ? undefined : '1', ...options.env },
});

/** Runs any DCMTK program to its end. */
export function dcmtk(tool: string, args: readonly string[], options: DcmtkOptions = {}): Promise<Output> {
  return run(findProgram(tool) ?? tool, args, { ...environment(options), timeoutMs: options.timeoutMs });
}

function call(
  tool: string,
  peer: DicomPeer,
  before: readonly string[],
  after: readonly string[],
  options: DcmtkOptions,
) {
  const titles = ['-aet', options.callingAet ?? tool.toUpperCase(), '-aec', peer.aet];
  return dcmtk(tool, [...titles, ...before, peer.host ?? '127.0.0.1', String(peer.port), ...after], options);
}

export const echoscu = (peer: DicomPeer, args: readonly string[] = [], options: DcmtkOptions = {}) =>
  call('echoscu', peer, args, [], options);

/** Sends files; a directory is scanned recursively when `args` holds `+sd +r`. */
export const storescu = (
  peer: DicomPeer,
  paths: readonly string[],
  args: readonly string[] = [],
  options: DcmtkOptions = {},
) => call('storescu', peer, args, paths, options);

/** `keys` as DCMTK writes them: `PatientName=DOE*`. `args` holds the model (`-P`, `-S`) when it is not the default. */
export const findscu = (
  peer: DicomPeer,
  keys: readonly string[],
  args: readonly string[] = ['-S'],
  options: DcmtkOptions = {},
) => call('findscu', peer, [...args, ...keyArguments(keys)], [], options);

export const movescu = (
  peer: DicomPeer,
  destination: string,
  keys: readonly string[],
  args: readonly string[] = ['-S'],
  options: DcmtkOptions = {},
) => call('movescu', peer, [...args, '-aem', destination, ...keyArguments(keys)], [], options);

/** What it receives goes to `directory`; without one it is thrown away. */
export const getscu = (
  peer: DicomPeer,
  directory: string | undefined,
  keys: readonly string[],
  args: readonly string[] = ['-S'],
  options: DcmtkOptions = {},
) =>
  call(
    'getscu',
    peer,
    [...args, ...(directory === undefined ? ['--ignore'] : ['-od', directory]), ...keyArguments(keys)],
    [],
    options,
  );

const keyArguments = (keys: readonly string[]) => keys.flatMap((key) => ['-k', key]);

/** A DCMTK server that runs beside the test. */
export interface DcmtkServer extends DicomPeer, AsyncDisposable {
  readonly process: BackgroundProcess;
  readonly directory: string;
  /** Names of the files received so far. */
  received(): string[];
  stop(): Promise<Output>;
}

interface DcmtkServerOptions extends DcmtkOptions {
  readonly directory: string;
  readonly aet?: string;
  readonly port?: number;
  readonly args?: readonly string[];
}

export async function startStorescp(options: DcmtkServerOptions): Promise<DcmtkServer> {
  const port = options.port ?? (await freePort());
  const aet = options.aet ?? 'STORESCP';
  mkdirSync(options.directory, { recursive: true });
  const args = ['-aet', aet, '-od', options.directory, ...(options.args ?? []), String(port)];
  return await startServer('storescp', args, port, aet, options);
}

interface DcmqrscpOptions extends DcmtkServerOptions {
  /** Whom C-MOVE may send to. */
  readonly destinations?: readonly Required<DicomPeer>[];
}

export async function startDcmqrscp(options: DcmqrscpOptions): Promise<DcmtkServer> {
  const port = options.port ?? (await freePort());
  const aet = options.aet ?? 'DCMQRSCP';
  mkdirSync(options.directory, { recursive: true });
  const configuration = join(options.directory, 'dcmqrscp.cfg');
  writeFileSync(configuration, dcmqrscpConfiguration(aet, options));
  const args = ['-c', configuration, ...(options.args ?? []), String(port)];
  return await startServer('dcmqrscp', args, port, aet, options);
}

function dcmqrscpConfiguration(aet: string, { directory, destinations = [] }: DcmqrscpOptions): string {
  const hosts = destinations.map(
    ({ aet: title, host, port }) => `${title.toLowerCase()} = (${title}, ${host}, ${port})`,
  );
  return [
    'MaxPDUSize = 131072',
    'MaxAssociations = 16',
    'HostTable BEGIN',
    ...hosts,
    'HostTable END',
    'VendorTable BEGIN',
    'VendorTable END',
    'AETable BEGIN',
    `${aet} ${directory} RW (10000, 4096mb) ANY`,
    'AETable END',
    '',
  ].join('\n');
}

async function startServer(
  tool: string,
  args: readonly string[],
  port: number,
  aet: string,
  options: DcmtkServerOptions,
): Promise<DcmtkServer> {
  const program = new BackgroundProcess(findProgram(tool) ?? tool, args, environment(options));
  try {
    await waitForPort(port, program);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return {
    host: '127.0.0.1',
    port,
    aet,
    process: program,
    directory: options.directory,
    received: () => readdirSync(options.directory).filter((name) => !name.startsWith('dcmqrscp.')),
    stop: () => program.stop(),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
