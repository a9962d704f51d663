import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { DicomPeer } from './dcmtk.ts';
import { freePort } from './ports.ts';
import { BackgroundProcess, findProgram, waitFor } from './processes.ts';
import { TemporaryDirectory } from './temp.ts';

/** True when Debian's Orthanc is here. */
export const hasOrthanc: boolean = findProgram('Orthanc') !== undefined;

/** Its DICOMweb, at `/dicom-web`. */
export const dicomWebPlugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
export const hasOrthancDicomWeb: boolean = hasOrthanc && existsSync(dicomWebPlugin);

export interface OrthancOptions {
  /** Storage and index; a temporary directory, removed at the end, when absent. */
  readonly directory?: string;
  /** AE titles that Orthanc may talk to. */
  readonly modalities?: Readonly<Record<string, Required<DicomPeer>>>;
  /** Orthanc configuration that goes over ours. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly plugins?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface OrthancServer extends AsyncDisposable {
  readonly dicomPort: number;
  readonly httpPort: number;
  readonly peer: DicomPeer;
  readonly pid: number;
  readonly process: BackgroundProcess;
  /** Calls the REST API; the parsed JSON answer. */
  rest(path: string, init?: RequestInit): Promise<unknown>;
  stop(): Promise<void>;
}

/** Orthanc with a configuration of its own on free loopback ports, as Debian ships it in everything that costs time. */
export async function startOrthanc(options: OrthancOptions = {}): Promise<OrthancServer> {
  const temporary = new TemporaryDirectory('orthanc');
  const directory = options.directory ?? temporary.join('db');
  mkdirSync(directory, { recursive: true });
  const dicomPort = await freePort();
  const httpPort = await freePort();
  const configuration = temporary.join('orthanc.json');
  writeFileSync(configuration, JSON.stringify(configure(options, directory, dicomPort, httpPort)));

  const server = new BackgroundProcess(findProgram('Orthanc') ?? 'Orthanc', [configuration], {
    env: { TCP_NODELAY: '1', ...options.env },
  });
  const rest = (path: string, init?: RequestInit) => request(`http://127.0.0.1:${httpPort}${path}`, init);
  const stop = async () => {
    await server.stop(15_000);
    temporary.remove();
  };
  try {
    await waitFor('Orthanc', async () => {
      if (!server.running) throw new Error(`Orthanc ended:\n${server.stderr}`);
      return (await rest('/system').catch(() => undefined)) !== undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const peer = { host: '127.0.0.1', port: dicomPort, aet: 'ORTHANC' };
  return {
    dicomPort,
    httpPort,
    peer,
    pid: server.pid,
    process: server,
    rest,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function configure(options: OrthancOptions, directory: string, dicomPort: number, httpPort: number) {
  const modalities = Object.entries(options.modalities ?? {});
  return {
    Name: 'peer',
    StorageDirectory: directory,
    IndexDirectory: directory,
    Plugins: options.plugins ?? [],
    HttpPort: httpPort,
    DicomPort: dicomPort,
    DicomAet: 'ORTHANC',
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomCheckCalledAet: false,
    DicomAlwaysAllowEcho: true,
    DicomAlwaysAllowStore: true,
    DicomAlwaysAllowFind: true,
    DicomAlwaysAllowGet: true,
    DicomAlwaysAllowMove: true,
    UnknownSopClassAccepted: true,
    OverwriteInstances: false,
    DicomModalities: Object.fromEntries(
      modalities.map(([name, { aet, host, port }]) => [name, { AET: aet, Host: host, Port: port }]),
    ),
    ...options.configuration,
  };
}

async function request(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`Orthanc answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
