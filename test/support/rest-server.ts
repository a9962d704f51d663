import { Audit } from '../../src/access/index.ts';
import { Automation } from '../../src/automation/index.ts';
import { type Clock, silentLogger, systemClock } from '../../src/base/index.ts';
import { createClient, inProcessTransport } from '../../src/client/index.ts';
import {
  type Caller,
  type Client,
  everything,
  loadSettings,
  localAdministrator,
  type RemoteNode,
  rights,
} from '../../src/contract/index.ts';
import { Extensions } from '../../src/extensions/index.ts';
import {
  apiRoutes,
  createControl,
  Downloads,
  operationKinds,
  restRoutes,
  uploadKind,
  uploadRoutes,
} from '../../src/http/index.ts';
import { Jobs } from '../../src/jobs/index.ts';
import { createGuardedFetch, createMailer, createPeerGuard } from '../../src/net/index.ts';
import { FetchRequests, Nodes } from '../../src/nodes/index.ts';
import { Renderer, SeriesQuality, WorkerPool } from '../../src/render/index.ts';
import { openAccess, openSecrets } from './access.ts';
import type { TestEngine } from './engines.ts';
import { callersByName, callerWith, openDoor } from './http-door.ts';
import { TemporaryArchive } from './temp-archive.ts';

export interface RestServer extends AsyncDisposable {
  readonly temporary: TemporaryArchive;
  readonly jobs: Jobs;
  readonly automation: Automation;
  /** The same API without HTTP, as somebody who may do everything. */
  readonly client: Client;
  /** By the name after `Test `; who is taken out is not let in any more. */
  readonly callers: Record<string, Caller>;
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Fetches a path as somebody who may do everything. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export interface RestOptions {
  readonly clock?: Clock;
  /** Nodes that it may call. */
  readonly configured?: readonly RemoteNode[];
  readonly targetFolders?: readonly string[];
  readonly sourceFolders?: readonly string[];
}

export const asAdmin = { authorization: 'Test admin' };

/** A real archive behind the REST routes on a loopback port. Callers come by the name after `Test `. */
export async function openRest(
  callers: Readonly<Record<string, Caller>> = {},
  engine?: TestEngine,
  { clock = systemClock, configured = [], targetFolders = [], sourceFolders = [] }: RestOptions = {},
): Promise<RestServer> {
  const temporary = await TemporaryArchive.open(engine);
  const { archive, parts } = temporary;
  const logger = silentLogger;
  const admit = async (actor: Caller['actor']) => ({
    ...{ actor, scope: everything, rights: new Set(rights), address: 'job' },
  });
  const jobs = new Jobs({ catalog: parts.catalog, clock, logger, admit });
  const guard = createPeerGuard({ allowed: ['127.0.0.0/8'], ownPorts: () => [] });
  const dialler = { aeTitle: 'TEST', clock, tls: () => ({}), guard };
  const data = temporary.directory.path;
  const secrets = await openSecrets(data);
  const nodes = await Nodes.open({ archive, configured, dialler, secrets: secrets.files('nodes') });
  const requests = new FetchRequests({ catalog: parts.catalog, jobs, nodes, clock, logger });
  const settings = loadSettings({ flags: { data }, env: {}, readFile: () => '{}' });
  const state = {
    version: '0',
    startedAt: clock.now(),
    addresses: [],
    isDraining: false,
    dicomPorts: () => [],
  };
  const access = await openAccess(archive, data, clock);
  access.collections.watchQuotas((quotas) => archive.setQuotas(quotas));
  const audit = await Audit.open({ data, secrets, clock, logger });
  const downloads = new Downloads(archive, clock);
  const extensions = new Extensions({ data, clock, logger });
  const automation = new Automation({
    ...{ data, targetFolders, sourceFolders, archive, catalog: parts.catalog },
    searchPath: process.env.PATH ?? '',
    ...{ jobs, nodes, extensions, clock, logger, admit },
    fetch: createGuardedFetch({ mayReachLoopback: settings.callLoopback }),
    mail: createMailer(undefined),
    hasMailServer: false,
    secrets: secrets.files('automation'),
    note: (note) => audit.note(note),
  });
  const pool = new WorkerPool();
  const renderer = new Renderer({ archive, pool, thumbnails: temporary.directory.join('thumbnails') });
  const quality = new SeriesQuality({ archive, pool });
  const control = createControl({
    ...{ archive, access, audit, nodes, requests, jobs, downloads, automation, renderer, quality },
    ...{ settings, state, clock },
    volumes: { archive, clock, searchPath: process.env.PATH ?? '' },
  });
  for (const kind of [...operationKinds(control), uploadKind(archive)]) jobs.register(kind);
  await jobs.start();
  const known: Record<string, Caller> = { admin: callerWith(), ...callers };
  const authenticate = callersByName(known);
  const door = await openDoor(
    apiRoutes({ control, logger, authenticate }),
    restRoutes({ archive, control, clock, version: '0', authenticate, downloads, jobs, renderer, quality }),
    uploadRoutes({ jobs, authenticate, clock, logger, folder: temporary.directory.join('uploads') }),
  );
  return {
    temporary,
    jobs,
    automation,
    client: createClient(inProcessTransport(control, localAdministrator)),
    callers: known,
    port: door.port,
    url: door.url,
    fetch: (path, init = {}) =>
      fetch(`${door.url}${path}`, { ...init, headers: { ...asAdmin, ...init.headers } }),
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]();
      await jobs.stop();
      await pool.close();
      await audit.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}
