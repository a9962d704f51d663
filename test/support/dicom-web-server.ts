import { silentLogger, systemClock } from '../../src/base/index.ts';
import type { Caller } from '../../src/contract/index.ts';
import { dicomWebRoutes } from '../../src/http/index.ts';
import { createTranscoder, Renderer, WorkerPool } from '../../src/render/index.ts';
import type { CorpusInstance } from './corpus.ts';
import type { TestEngine } from './engines.ts';
import { Modality } from './eventful-archive.ts';
import { callersByName, callerWith, openDoor } from './http-door.ts';
import { TemporaryArchive } from './temp-archive.ts';

export interface DicomWebServer extends AsyncDisposable {
  readonly temporary: TemporaryArchive;
  readonly port: number;
  /** `http://127.0.0.1:PORT/dicom-web` */
  readonly root: string;
  /** Fetches a path below the root as somebody who may do everything. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The JSON of an answer with status 200. */
  json(path: string): Promise<JsonInstance[]>;
  store(instances: Iterable<CorpusInstance>): Promise<void>;
}

export type JsonInstance = Readonly<Record<string, { vr: string; Value?: readonly unknown[] }>>;

/** A real archive behind the DICOM web services on a loopback port. Callers come by the name after `Test `. */
export async function openDicomWeb(
  callers: Readonly<Record<string, Caller>> = {},
  engine?: TestEngine,
): Promise<DicomWebServer> {
  const pool = new WorkerPool();
  const temporary = await TemporaryArchive.open(engine, createTranscoder(pool));
  const authenticate = callersByName({ admin: callerWith(), ...callers });
  const { archive } = temporary;
  const renderer = new Renderer({ archive, pool, thumbnails: temporary.directory.join('thumbnails') });
  const door = await openDoor(
    dicomWebRoutes({ archive, renderer, authenticate, logger: silentLogger, clock: systemClock }),
  );
  const root = `${door.url}/dicom-web`;
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${root}${path}`, { headers: { authorization: 'Test admin', ...headers } });
  return {
    temporary,
    port: door.port,
    root,
    get,
    async json(path) {
      const response = await get(path);
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as JsonInstance[];
    },
    store: (instances) => new Modality(temporary, 'TESTER', systemClock).send(instances),
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]();
      await pool.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}
