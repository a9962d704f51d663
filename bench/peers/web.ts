import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { isocenterJson } from '../../test/support/command-line.ts';
import { hasOrthanc, startOrthanc } from '../../test/support/orthanc.ts';
import { startIsocenter } from '../../test/support/server.ts';

/** A server that is measured over HTTP. */
export interface RunningWeb extends AsyncDisposable {
  readonly pid: number;
  readonly httpPort: number;
  /** What each request carries. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebPeer {
  readonly name: string;
  readonly available: boolean;
  /** Where one DICOM file is posted to. */
  readonly instances: string;
  /** Where a study is as a zip. */
  zipOf(server: RunningWeb, studyInstanceUid: string): Promise<string>;
  /** What costs nothing to answer. */
  readonly trivial: string;
  /** @param directory keeps the data of an earlier start; a temporary one when absent. */
  start(directory?: string): Promise<RunningWeb>;
}

export const isocenterWeb: WebPeer = {
  name: 'isocenter',
  available: true,
  instances: '/api/instances',
  trivial: '/health',
  zipOf: async (_server, uid) => `/api/studies/${uid}/zip`,
  async start(directory) {
    const server = await startIsocenter({ data: directory });
    const create = ['token', 'create', `bench-${server.pid}`, '--role', 'administrator'];
    const { token } = await isocenterJson<{ token: string }>(server, create);
    const { pid, httpPort } = server;
    return {
      ...{ pid, httpPort, headers: { authorization: `Bearer ${token}` } },
      [Symbol.asyncDispose]: async () => void (await server.stop()),
    };
  },
};

export const orthancWeb: WebPeer = {
  name: 'orthanc',
  available: hasOrthanc,
  instances: '/instances',
  trivial: '/system',
  async zipOf({ httpPort }, uid) {
    const body = JSON.stringify({ Level: 'Study', Query: { StudyInstanceUID: uid } });
    const found = await fetch(`http://127.0.0.1:${httpPort}/tools/find`, { method: 'POST', body });
    const [id] = (await found.json()) as string[];
    return `/studies/${id}/archive`;
  },
  async start(directory) {
    const { pid, httpPort, stop } = await startOrthanc({ directory });
    return { pid, httpPort, headers: {}, [Symbol.asyncDispose]: stop };
  },
};

/** Debian's DICOMweb plugin, below the same path as ours. */
const dicomWebPlugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

/** The servers that speak DICOMweb, all below `/dicom-web`. */
export const dicomWebPeers: readonly WebPeer[] = [
  isocenterWeb,
  {
    ...orthancWeb,
    available: hasOrthanc && existsSync(dicomWebPlugin),
    async start(directory) {
      const { pid, httpPort, stop } = await startOrthanc({ directory, plugins: [dicomWebPlugin] });
      return { pid, httpPort, headers: {}, [Symbol.asyncDispose]: stop };
    },
  },
];

/** One client with one kept connection. Answers how many bytes came. Throws for a status other than 200 and 204. */
export class KeptConnection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #server: Pick<RunningWeb, 'httpPort' | 'headers'>;

  constructor(server: Pick<RunningWeb, 'httpPort' | 'headers'>) {
    this.#server = server;
  }

  async ask(
    method: 'GET' | 'POST',
    path: string,
    body?: Uint8Array,
    more: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const { httpPort: port } = this.#server;
    const headers = { ...this.#server.headers, 'content-type': 'application/dicom', ...more };
    const sent = body ? { 'content-length': body.length } : {};
    const outgoing = request({
      ...{ host: '127.0.0.1', port, method, path, agent: this.#agent, headers: { ...headers, ...sent } },
    });
    outgoing.end(body);
    const [response] = await once(outgoing, 'response');
    let bytes = 0;
    for await (const chunk of response) bytes += (chunk as Buffer).length;
    if (response.statusCode !== 200 && response.statusCode !== 204)
      throw new Error(`${method} ${path} answered ${response.statusCode}`);
    return bytes;
  }

  close(): void {
    this.#agent.destroy();
  }
}
