import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { Access, type AccessRecords, Audit } from './access/index.ts';
import { type Archive, openArchive, type ParameterDefinition } from './archive/index.ts';
import { Automation } from './automation/index.ts';
import { type Clock, IsocenterError, type Logger, systemClock } from './base/index.ts';
import { controlSocketPath } from './client/index.ts';
import {
  type Actor,
  type Address,
  type Caller,
  type ControlApi,
  localAdministrator,
  type SeriesParameterSetting,
  type SettingOrigins,
  type Settings,
  systemActor,
} from './contract/index.ts';
import { parseTag } from './dicom/index.ts';
import { createDimseServer, type DimseHandlers, type DimseServer } from './dimse/index.ts';
import { Extensions } from './extensions/index.ts';
import {
  apiRoutes,
  audited,
  createAuthenticate,
  createControl,
  createControlDoor,
  createPublicDoor,
  type Door,
  Downloads,
  dicomWebRoutes,
  expiringUploads,
  metricsRoute,
  OidcClient,
  operationKinds,
  type PublicDoor,
  pageRoutes,
  readHealth,
  readMetrics,
  readWebApp,
  restRoutes,
  resumeUploads,
  type UploadsParts,
  uploadKind,
  uploadRoutes,
  viewing,
} from './http/index.ts';
import { Jobs } from './jobs/index.ts';
import {
  acceptInBursts,
  createGuardedFetch,
  createMailer,
  createPeerGuard,
  loadTlsClient,
  loadTlsServer,
  type MailServer,
  quickAck,
  receiveIntoOneBuffer,
  reloadTls,
  type TlsServerFiles,
  type TlsServerMaterial,
  tlsProblems,
} from './net/index.ts';
import { admitNode, CommitmentReports, FetchRequests, Nodes } from './nodes/index.ts';
import { createTranscoder, Renderer, SeriesQuality, WorkerPool } from './render/index.ts';
import { createHandlers, type Session } from './scp/index.ts';
import { isDataDirectory, Secrets } from './store/index.ts';

export interface AppOptions {
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Where the settings come from, for who asks. */
  readonly settingOrigins?: SettingOrigins;
  /** For a rebuild: see archive/open-catalog.ts. */
  readonly replaceDamagedCatalog?: boolean;
  /** For a rebuild: see store/secrets.ts. */
  readonly replaceLostKey?: boolean;
}

export interface App {
  /** The control API; it works without any door being open. */
  readonly control: ControlApi;
  /** Opens the doors. When one cannot be opened, those already open are closed again. */
  start(): Promise<readonly Address[]>;
  /** What makes the first account, while there is none; see access/set-up.ts. */
  setUpKey(): string | undefined;
  /** Closes the doors, lets running work end, settles everything and gives the data directory back. */
  stop(): Promise<void>;
}

/** Whether there is an archive to be opened, whatever its state. */
export const hasArchive = ({ data }: Settings): boolean => isDataDirectory(data);

/** Throws `config/invalid` with everything that is wrong with the certificates of the doors. */
export function requireCertificates(settings: Settings): void {
  const problems = [dicomTlsFiles(settings), httpTlsFiles(settings)].flatMap((files) =>
    files ? tlsProblems(files) : [],
  );
  if (problems.length > 0)
    throw new IsocenterError('config/invalid', { problems: problems.map((one) => `  - ${one}`).join('\n') });
}

/** Puts everything together and opens the data directory; no door is open before `start`. */
export async function createApp(settings: Settings, options: AppOptions): Promise<App> {
  const { logger, clock = systemClock, replaceDamagedCatalog = false, replaceLostKey = false } = options;
  const { settingOrigins } = options;
  const pool = new WorkerPool();
  const {
    archive,
    parts: engine,
    close,
  } = await openArchive({
    ...settings,
    settings,
    parameters: settings.seriesParameters.map(parameterOf),
    replaceDamagedCatalog,
    clock,
    logger,
    transcoder: createTranscoder(pool),
  });
  const secrets = await Secrets.open({
    data: settings.data,
    keyFile: settings.sealingKey,
    replaceLostKey,
    logger,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const access = await Access.open({
    secrets,
    records: accessRecordsOf(archive),
    sessions: sessionLimits(settings),
    clock,
  });
  access.collections.watchQuotas((quotas) => archive.setQuotas(quotas));
  const audit = await Audit.open({ data: settings.data, secrets, clock, logger });
  const admitSubject = async (subject: Actor): Promise<Caller> =>
    subject.kind === 'node'
      ? admitNode(nodes.registry, callerPolicy(settings), subject, access.scopeOfNode(subject.name, 'store'))
      : access.admit(subject, 'job');
  const jobs = new Jobs({ catalog: engine.catalog, clock, logger, admit: admitSubject });
  const renderer = new Renderer({ archive, pool, thumbnails: join(settings.data, 'thumbnails') });
  const quality = new SeriesQuality({ archive, pool });
  const addresses: Address[] = [];
  const guard = createPeerGuard({
    allowed: settings.nodeNetworks,
    // Our DICOM port is a node like others: what is sent to it is there already.
    ownPorts: () => addresses.flatMap(({ door, port }) => (door.startsWith('dicom') ? [] : (port ?? []))),
  });
  const dialler = { aeTitle: settings.aet[0]!, clock, tls: () => loadTlsClient(tlsFiles(settings)), guard };
  const nodes = await Nodes.open({
    ...{ archive, configured: settings.nodes, dialler },
    secrets: secrets.files('nodes'),
  });
  const requests = new FetchRequests({ catalog: engine.catalog, jobs, nodes, clock, logger });
  const extensions = new Extensions({ data: settings.data, clock, logger });
  const automation = new Automation({
    ...{ data: settings.data, targetFolders: settings.targetFolders, sourceFolders: settings.sourceFolders },
    searchPath: process.env.PATH ?? '',
    ...{ archive, catalog: engine.catalog, jobs, nodes, extensions, clock, logger },
    admit: admitSubject,
    fetch: createGuardedFetch({ mayReachLoopback: settings.callLoopback }),
    mail: createMailer(mailServerOf(settings)),
    hasMailServer: mailServerOf(settings) !== undefined,
    secrets: secrets.files('automation'),
    note: (note) => audit.note(note),
  });
  const reports = new CommitmentReports({ archive, nodes, jobs, logger });
  const handlers = createHandlers({
    archive,
    access,
    audit,
    nodes,
    reports,
    policy: callerPolicy(settings),
    clock,
  });
  const dimse: DimseServer[] = [];
  const doors: Door[] = [];
  let isDraining = false;
  const state = {
    version: manifest.version,
    startedAt: clock.now(),
    addresses,
    get isDraining() {
      return isDraining;
    },
    dicomPorts: () => dimse.map((server) => server.stats()),
  };
  const downloads = new Downloads(archive, clock);
  const parts = {
    ...{ archive, access, audit, nodes, requests, jobs, downloads, automation, renderer, quality },
    ...{ settings, settingOrigins, state, clock },
    volumes: { archive, clock, searchPath: process.env.PATH ?? '' },
  };
  const control = audited(viewing(createControl(parts), archive), audit);
  for (const kind of [...operationKinds(control), uploadKind(archive)]) jobs.register(kind);
  const authenticate = createAuthenticate(access);
  const admit: UploadsParts['admit'] = (caller, bytes) => access.shares.admitUpload(caller, bytes);
  const uploads = { jobs, authenticate, admit, clock, logger, folder: join(settings.data, 'uploads') };
  const expiry = expiringUploads(uploads);

  async function closeDoors(): Promise<void> {
    isDraining = true;
    await Promise.all(doors.splice(0).map((door) => door.close()));
  }

  return {
    control,
    setUpKey: () => access.setUpKey,
    async start() {
      const publicDoor = createPublicDoor({
        host: settings.httpHost,
        port: settings.httpPort,
        logger,
        health: () => readHealth(parts),
        trustedProxies: settings.trustedProxies,
        audit,
        noteViews: (studies) => archive.views.note(studies),
        onListening: acceptInBursts,
        routes: [
          apiRoutes({ control, logger, authenticate }),
          dicomWebRoutes({
            archive,
            renderer,
            authenticate,
            logger,
            clock,
            corsOrigins: settings.corsOrigins,
          }),
          metricsRoute({ metrics: () => readMetrics(parts), networks: settings.metricsFrom, authenticate }),
          restRoutes({
            ...{ archive, control, clock, version: manifest.version, authenticate },
            ...{ downloads, jobs, renderer, quality },
          }),
          uploadRoutes(uploads),
          pageRoutes(access, {
            clock,
            publicUrl: settings.publicUrl,
            oidc: oidcOf(settings, clock, logger),
            webApp: readWebApp(access),
          }),
        ],
      });
      const planned = [
        ...dicomDoors(settings, handlers, logger, clock, dimse),
        ...httpTlsDoors(settings, publicDoor, logger),
        publicDoor,
        createControlDoor(control, {
          socketPath: controlSocketPath(settings.data),
          logger,
          caller: localAdministrator,
        }),
      ];
      try {
        for (const door of planned) {
          // One that cannot be opened may have begun work that ends with it.
          doors.push(door);
          addresses.push(await door.listen());
        }
      } catch (error) {
        await closeDoors();
        throw error;
      }
      archive.startBackground();
      await resumeUploads(uploads);
      await automation.start();
      await jobs.start();
      requests.start();
      expiry.start();
      return addresses;
    },
    async stop() {
      await closeDoors();
      await expiry.stop();
      await automation.stop();
      await requests.stop();
      await jobs.stop();
      extensions.close();
      await audit.close();
      await close();
      await pool.close();
    },
  };
}

/** Accounts and grants are records as all decisions are; the archive keeps them. */
function accessRecordsOf(archive: Archive): AccessRecords {
  return {
    entries: () => archive.accessEntries(),
    save: (actor, entry) => archive.saveAccessEntry(actor, entry),
    sees: async (scope, study) =>
      (await archive.count(systemActor, scope, [{ studyInstanceUids: [study] }])) > 0,
  };
}

function dicomDoors(
  settings: Settings,
  handlers: DimseHandlers<Session>,
  logger: Logger,
  clock: Clock,
  servers: DimseServer[],
): Door[] {
  const { dicomHost, dicomPort, dicomTlsHost, dicomTlsPort } = settings;
  const common = {
    handlers,
    logger,
    clock,
    limits: dimseLimits(settings),
    afterRead: quickAck,
    adopt: receiveIntoOneBuffer,
    onListening: acceptInBursts,
  };
  const drainMs = settings.drainSeconds * 1000;
  const open = (door: 'dicom' | 'dicom-tls', host: string, port: number, server: DimseServer): Door => ({
    async listen() {
      const bound = await server.listen({ host, port }).catch((error: Error) => {
        const reason = error.message;
        throw new IsocenterError('control/failed', { address: `${host}:${port}`, reason }, error);
      });
      servers.push(server);
      return { door, ...bound };
    },
    close: () => server.close({ drainMs }),
  });
  const plain = open('dicom', dicomHost, dicomPort, createDimseServer(common));
  const files = dicomTlsFiles(settings);
  if (!files) return [plain];
  const server = createDimseServer({ ...common, tls: loadTlsServer(files) });
  const secured = open('dicom-tls', dicomTlsHost, dicomTlsPort, server);
  return [plain, reloading(secured, files, (tls) => server.updateTls(tls), logger)];
}

function httpTlsDoors(settings: Settings, publicDoor: PublicDoor, logger: Logger): Door[] {
  const { httpTlsHost, httpTlsPort } = settings;
  const files = httpTlsFiles(settings);
  if (!files) return [];
  const door = publicDoor.withTls({ host: httpTlsHost, port: httpTlsPort, tls: loadTlsServer(files) });
  return [reloading(door, files, (tls) => door.updateTls(tls), logger)];
}

/** A door that takes new certificates into use while it is open. */
function reloading(
  door: Door,
  files: TlsServerFiles,
  apply: (material: TlsServerMaterial) => void,
  logger: Logger,
): Door {
  let end = (): void => {};
  return {
    async listen() {
      const address = await door.listen();
      end = reloadTls({ files, apply, logger, door: address.door });
      return address;
    },
    close() {
      end();
      return door.close();
    },
  };
}

function sessionLimits({ sessionIdleHours, sessionDays }: Settings) {
  return { idleMs: sessionIdleHours * 3_600_000, absoluteMs: sessionDays * 86_400_000 };
}

/** Where people may log in beside here; undefined when the settings name no provider. */
function oidcOf(settings: Settings, clock: Clock, logger: Logger): OidcClient | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  return new OidcClient(
    {
      ...{ issuer, clientId, clientSecretFile: settings.oidcClientSecretFile, scopes: settings.oidcScopes },
      nameClaim: settings.oidcNameClaim,
      ...{ roleClaim: settings.oidcRoleClaim, roles: settings.oidcRoles },
      ...{ groupClaim: settings.oidcGroupClaim, groups: settings.oidcGroups },
      label: settings.oidcLabel,
    },
    clock,
    logger,
  );
}

/** Undefined when the settings name none. */
function mailServerOf(settings: Settings): MailServer | undefined {
  const { mailHost: host, mailFrom: from, mailPort: port, mailTls: tls, tlsCa: authorities } = settings;
  if (host === undefined || from === undefined) return undefined;
  const { mailUser: user, mailPasswordFile: passwordFile } = settings;
  return { host, port, tls, from, user, passwordFile, authorities };
}

function dimseLimits({ maxAssociations, maxPdu, artimSeconds, idleSeconds }: Settings) {
  return {
    associations: maxAssociations,
    maximumLength: maxPdu,
    artimMs: artimSeconds * 1000,
    idleMs: idleSeconds * 1000,
  };
}

function callerPolicy({ aet, calledTitles, loopbackGrant, openToUnregistered }: Settings) {
  return { aeTitles: aet, anyCalledTitle: calledTitles === 'any', loopbackGrant, openToUnregistered };
}

/** A setting names one element; the catalog knows paths into sequences. */
function parameterOf({
  name,
  type,
  unit,
  modalities,
  element,
  privateCreator,
}: SeriesParameterSetting): ParameterDefinition {
  const tag = parseTag(element);
  const reference =
    privateCreator !== undefined && tag !== undefined
      ? { group: tag >>> 16, creator: privateCreator, element: tag & 0xff }
      : element;
  return { name, kind: type, unit, paths: [[reference]], ...(modalities ? { modalities } : {}) };
}

function dicomTlsFiles(settings: Settings): TlsServerFiles | undefined {
  const { tlsCertificate: certificate, tlsKey: key, tlsClientCertificate: clientCertificates } = settings;
  return certificate && key ? { ...tlsFiles(settings), certificate, key, clientCertificates } : undefined;
}

function httpTlsFiles({
  httpTlsCertificate: certificate,
  httpTlsKey: key,
}: Settings): TlsServerFiles | undefined {
  return certificate && key ? { certificate, key } : undefined;
}

/** What we show and trust when we call. */
function tlsFiles({ tlsCertificate, tlsKey, tlsCa }: Settings) {
  return {
    ...(tlsCertificate ? { certificate: tlsCertificate } : {}),
    ...(tlsKey ? { key: tlsKey } : {}),
    ...(tlsCa ? { authorities: tlsCa } : {}),
  };
}
